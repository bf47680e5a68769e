/// Until when the stages of a search may work.
///
/// What a stage will take is known from what it has taken: of the same search, where it works in steps, else of the last one in this
/// process.
struct TimeLimit: Sendable {
    /// Nil for no limit.
    let end: ContinuousClock.Instant?

    static let none = TimeLimit(end: nil)

    /// Whether there is time for something that takes as long.
    func allows(_ cost: Duration) -> Bool {
        guard let end else { return true }
        return ContinuousClock.now + cost <= end
    }

    /// An equal share of what is left, for one of several parts.
    func share(of parts: Int) -> TimeLimit {
        guard let end else { return self }
        let now = ContinuousClock.now
        return TimeLimit(end: now + (end - now) / max(1, parts))
    }

    /// Items that are worked on at once where there is a limit.
    private static let batch = 2

    /// Works on items in order, and stops where the next ones would take longer than there is time, judged by those before; without
    /// a limit on all at once.
    ///
    /// - Parameter first: what the first ones are thought to take.
    /// - Returns: the results of the first items.
    func batches<Item, Result>(
        of items: [Item], first: Duration = .zero, _ work: ([Item]) async throws -> [Result]
    ) async throws -> [Result] {
        guard end != nil else { return try await work(items) }
        var results: [Result] = []
        var cost = first
        while results.count < items.count, allows(cost) {
            let start = ContinuousClock.now
            results += try await work(Array(items[results.count..<min(items.count, results.count + Self.batch)]))
            cost = ContinuousClock.now - start
        }
        return results
    }
}
