internal import Synchronization

/// A value that several tasks may look at, and one at a time may change.
final class Protected<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    /// The value as it is now.
    var value: Value { mutex.withLock { $0 } }

    /// Changes the value.
    func change(_ change: (inout Value) throws -> Void) rethrows {
        try mutex.withLock { try change(&$0) }
    }
}
