internal import Synchronization

/// Wakes one waiting task; a signal that nobody waits for is kept until somebody does.
final class Signal: Sendable {
    private struct State {
        var isRaised = false
        var isCancelled = false
        var waiting: CheckedContinuation<Void, any Error>?
    }

    private let state = Mutex(State())

    /// Wakes the task that waits, or the next that will.
    func raise() {
        state.withLock { state in
            if let waiting = state.waiting.take() { waiting.resume() } else { state.isRaised = true }
        }
    }

    /// Waits for the signal, and lowers it.
    ///
    /// - Throws: `CancellationError`.
    func wait() async throws {
        state.withLock { $0.isCancelled = false }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                state.withLock { state in
                    if state.isCancelled || Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else if state.isRaised {
                        state.isRaised = false
                        continuation.resume()
                    } else {
                        state.waiting = continuation
                    }
                }
            }
        } onCancel: {
            state.withLock { state in
                state.isCancelled = true
                state.waiting.take()?.resume(throwing: CancellationError())
            }
        }
    }

    /// Whether it was raised meanwhile; lowers it.
    func lower() -> Bool {
        state.withLock { state in
            defer { state.isRaised = false }
            return state.isRaised
        }
    }
}
