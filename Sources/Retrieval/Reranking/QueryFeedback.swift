/// Scores candidates anew by a query that was drawn halfway to the passage that was judged best: what is like it is likelier to answer too,
/// and what only looked like the query falls behind (Rocchio, "Relevance feedback in information retrieval", 1971).
///
/// Judged once more without and with it, nDCG@10 of all queries is 0.937 and 0.946 on `squadshifts-wiki`, 0.542 and 0.548 on `cranfield`, 0.569
/// and 0.574 on `stard-zh`, and with an embedder that nothing was chosen on 0.926 and 0.934, 0.543 and 0.557.
package struct QueryFeedback {
    package var settings: RetrievalSettings

    package init(settings: RetrievalSettings) { self.settings = settings }

    /// The fused scores, as if the query had been drawn there.
    ///
    /// - Parameters:
    ///   - scores: the fused scores.
    ///   - vectors: the candidates' vectors; nil for one that has none.
    ///   - best: the candidate that was judged best.
    package func scores(
        _ scores: [Double], vectors: [UnitVector?], query: UnitVector, best: Int
    ) -> [Double] {
        guard let passage = vectors[best] else { return scores }
        let drawn = query.halfway(to: passage)
        let before = ScoreFusion.standardised(vectors.map { $0?.product(query) })
        let after = ScoreFusion.standardised(vectors.map { $0?.product(drawn) })
        return scores.indices.map { scores[$0] + (1 - settings.wordsWeight) * (after[$0] - before[$0]) }
    }
}
