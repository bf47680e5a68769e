/// Judges the best candidates once more.
struct RerankingStage {
    let judge: any PassageJudge
    /// How many of the best are judged.
    let count: Int

    /// What was judged of the candidates.
    struct Judgement {
        /// The candidates' indices, as far as there was time, best of before first.
        var order: [Int]
        /// Their scores by the judge.
        var scores: [Double]
        /// Of those that were to be judged, how many there was no time for.
        var left: Int
        /// How much it counts against what the candidates had.
        var weight: Double

        /// The scores of all candidates, where those of the judged are blended with the judgement.
        func blended(with scores: [Double]) -> [Double] {
            var blended = scores
            let (mean, deviation) = ScoreFusion.moments(of: order.map { scores[$0] })
            for (index, standard) in zip(order, ScoreFusion.standardised(self.scores)) {
                blended[index] = (1 - weight) * scores[index] + weight * (mean + deviation * standard)
            }
            return blended
        }
    }

    /// - Parameters:
    ///   - ranks: what decides which are the best.
    ///   - texts: the passages.
    func judge(
        _ query: String, rankedBy ranks: [Double], texts: (Int) -> String, within limit: TimeLimit
    ) async throws -> Judgement {
        let best = Array(
            ranks.indices.sorted { ranks[$0] != ranks[$1] ? ranks[$0] > ranks[$1] : $0 < $1 }.prefix(count))
        let judged = try await judge.scores(of: best.map(texts), for: query, within: limit)
        return Judgement(
            order: Array(best.prefix(judged.count)), scores: judged, left: best.count - judged.count,
            weight: judge.weight)
    }
}
