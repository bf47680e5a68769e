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

    /// How much longer than those before the next items may take.
    private static let caution = 1.3

    /// Works on texts in order, and stops where the next ones would take longer than there is time, judged by those before and by
    /// their length; without a limit on all at once.
    ///
    /// - Parameter perByte: what a byte of the first ones is thought to take.
    /// - Returns: the results of the first texts.
    func batches<Result>(
        of texts: [String], perByte: Duration = .zero, _ work: ([String]) async throws -> [Result]
    ) async throws -> [Result] {
        guard end != nil else { return try await work(texts) }
        var results: [Result] = []
        var perByte = perByte
        while results.count < texts.count {
            let next = Array(texts[results.count..<min(texts.count, results.count + Self.batch)])
            let bytes = max(1, next.reduce(0) { $0 + $1.utf8.count })
            guard allows(perByte * (Double(bytes) * Self.caution)) else { break }
            let start = ContinuousClock.now
            results += try await work(next)
            perByte = (ContinuousClock.now - start) / bytes
        }
        return results
    }
}
