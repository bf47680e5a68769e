internal import Foundation
internal import Synchronization

/// Whether the task that asked for a piece of work still wants its result.
package final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    package init() {}

    /// Whether the work should stop.
    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Throws `CancellationError` once the work should stop.
    package func check() throws {
        if isCancelled { throw CancellationError() }
    }

    fileprivate func cancel() { flag.store(true, ordering: .relaxed) }
}

/// Parsing is long and never suspends, so it runs on threads of its own and not on those that tasks share.
package enum Background {
    private static let queue = DispatchQueue(label: "bespoke.documents", qos: .utility, attributes: .concurrent)

    /// Runs `work` off the cooperative pool and passes on the cancellation of the calling task.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable (Cancellation) throws -> Value
    ) async throws -> Value {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(
                        with: Result {
                            try cancellation.check()
                            return try work(cancellation)
                        })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }
}
