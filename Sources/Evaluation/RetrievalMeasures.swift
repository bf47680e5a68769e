/// What a ranking is measured by, averaged over queries.
public struct RetrievalMeasures: Sendable, Hashable {
    /// The stage whose ranking it is: `words`, `vectors`, `fused`, `smoothed`, `reranked`.
    public var stage: String
    /// Normalised discounted cumulative gain of the first ten.
    public var ndcg10: Estimate
    /// Share of the relevant documents among the first five, ten and hundred.
    public var recall5: Estimate, recall10: Estimate, recall100: Estimate
    /// Reciprocal rank of the first relevant document among the first ten.
    public var mrr10: Estimate

    /// Measures the rankings of queries.
    ///
    /// - Parameter rankings: documents in order with the grades that they are judged by, a pair a query.
    public init(stage: String, rankings: [(documents: [String], grades: [String: Int])]) {
        func estimate(_ measure: (RankingMeasures, [String]) -> Double) -> Estimate {
            Estimate(of: rankings.map { measure(RankingMeasures(grades: $0.grades), $0.documents) })
        }
        self.stage = stage
        ndcg10 = estimate { $0.ndcg(of: $1) }
        recall5 = estimate { $0.recall(of: $1, depth: 5) }
        recall10 = estimate { $0.recall(of: $1, depth: 10) }
        recall100 = estimate { $0.recall(of: $1, depth: 100) }
        mrr10 = estimate { $0.reciprocalRank(of: $1) }
    }
}
