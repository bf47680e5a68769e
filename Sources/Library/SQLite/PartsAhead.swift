internal import Foundation
internal import Synchronization

/// Prepares the next part of a long document while the one before it is stored.
final class PartsAhead: Sendable {
    private let part: @Sendable () throws -> LongDocument.Part?
    private let queue = DispatchQueue(label: "bespoke.library.parts", qos: .userInitiated)
    private let ready = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<PreparedPart?, any Error>>(.success(nil))

    init(_ part: @escaping @Sendable () throws -> LongDocument.Part?) {
        self.part = part
        prepare()
    }

    /// The next part, nil behind the last; waits for it.
    func next() throws -> PreparedPart? {
        ready.wait()
        let part = try result.withLock { $0 }.get()
        if part != nil { prepare() } else { ready.signal() }
        return part
    }

    private func prepare() {
        queue.async { [self] in
            let prepared = Result { try part().map(PreparedPart.init) }
            result.withLock { $0 = prepared }
            ready.signal()
        }
    }
}
