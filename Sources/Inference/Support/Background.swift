internal import Dispatch
internal import Synchronization

/// Whether the task that asked for a piece of work still wants its result.
final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Whether the work should stop.
    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Throws `CancellationError` once the work should stop.
    func check() throws {
        if isCancelled { throw CancellationError() }
    }

    /// Asks the work to stop.
    func cancel() { flag.store(true, ordering: .relaxed) }
}

/// A thread of its own for work that computes or waits for a disk, one piece after the other.
final class Background: Sendable {
    private let queue: DispatchQueue

    /// Creates a queue that `label` names in a debugger.
    init(label: String) { queue = DispatchQueue(label: label, qos: .userInitiated) }

    /// Runs `work` off the cooperative pool, after what was asked before, and passes on the cancellation of the calling task.
    func run<Value: Sendable>(_ work: @escaping @Sendable (Cancellation) throws -> Value) async throws -> Value {
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

    /// Runs `work` after what was asked before.
    func start(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}
