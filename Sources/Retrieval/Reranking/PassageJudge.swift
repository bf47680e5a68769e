internal import Inference

/// Judges how well passages answer a query.
protocol PassageJudge: Sendable {
    /// What it is called where a search explains itself.
    var name: String { get }
    /// How much its judgement counts against the score that a candidate had, 0…1.
    var weight: Double { get }

    /// A score for each of the first passages, as many as the time allows; higher is better.
    func scores(of passages: [String], for query: String, within limit: TimeLimit) async throws -> [Double]
}

/// Judges by a cross-encoder.
struct ModelJudge: PassageJudge {
    let reranker: any Reranker
    var name: String { reranker.name }
    let weight = 0.7

    func scores(of passages: [String], for query: String, within limit: TimeLimit) async throws -> [Double] {
        try await limit.batches(of: passages) { try await reranker.scores(of: $0, for: query) }
    }
}
