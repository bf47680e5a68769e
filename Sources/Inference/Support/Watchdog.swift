internal import Synchronization

/// Ends work that has not shown a sign of life for too long.
final class Watchdog: Sendable {
    private struct State {
        var deadline: ContinuousClock.Instant
        var error: InferenceError
    }

    private let state: Mutex<State>

    private init(_ limit: Duration, _ error: InferenceError) {
        state = Mutex(State(deadline: .now + limit, error: error))
    }

    /// Gives the work until `limit` from now, and `error` if it takes longer.
    func allow(_ limit: Duration, otherwise error: InferenceError) {
        state.withLock { $0 = State(deadline: .now + limit, error: error) }
    }

    /// Runs `work`, which is cancelled when its time is up.
    ///
    /// - Throws: `error`, or what ``allow(_:otherwise:)`` named last, when the time is up; what `work` throws.
    static func run<Value: Sendable>(
        _ limit: Duration, otherwise error: InferenceError,
        _ work: @escaping @Sendable (Watchdog) async throws -> Value
    ) async throws -> Value {
        let watchdog = Watchdog(limit, error)
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work(watchdog) }
            group.addTask {
                while true {
                    let state = watchdog.state.withLock { $0 }
                    guard state.deadline > .now else { throw state.error }
                    try await Task.sleep(until: state.deadline, clock: .continuous)
                }
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
