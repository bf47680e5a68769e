internal import Inference
internal import Library

extension Retriever {
    /// What the engine adds to a query, where the settings want it and there is time.
    func expand(
        _ query: String, course: inout SearchCourse
    ) async throws -> (passage: String?, others: [Wording]) {
        let expansion = settings.expansion
        guard !expansion.isEmpty else { return (nil, []) }
        let expander = QueryExpander(calls: try course.largeEngine(for: "rewriting a query"))
        guard course.limit.allows(SearchCourse.cost(of: "rewriting") ?? .seconds(2)) else {
            course.omissions.append(StageOmission(stage: "rewriting"))
            return (nil, [])
        }
        let passage = expansion.isHypothetical ? try await expander.passage(answering: query) : nil
        let others =
            expansion.variants > 0 ? try await expander.wordings(of: query, count: expansion.variants) : []
        course.mark("rewriting")
        return (passage.flatMap { $0.isEmpty ? nil : $0 }, others.map { Wording(text: $0) })
    }

    /// Draws the scores of candidates towards those of similar ones.
    func smooth(_ chunks: inout [RankedChunk], course: inout SearchCourse) {
        for index in chunks.indices {
            chunks[index].smoothed = chunks[index].fused
            chunks[index].score = chunks[index].fused
        }
        guard settings.smoothing > 0 else { return }
        guard course.limit.allows(SearchCourse.cost(of: "smoothing") ?? .zero) else {
            course.omissions.append(StageOmission(stage: "smoothing"))
            return
        }
        let smoothed = smoothed(chunks.map(\.fused), chunks)
        for index in chunks.indices {
            chunks[index].smoothed = smoothed[index]
            chunks[index].score = smoothed[index]
        }
        course.mark("smoothing")
    }

    private func smoothed(_ scores: [Double], _ chunks: [RankedChunk]) -> [Double] {
        NeighbourSmoothing(settings: settings).smooth(scores, vectors: chunks.map(\.unit))
    }

    /// Judges the best candidates once more: they keep the first places, in another order.
    ///
    /// - Parameter vector: that of the query; nil where it has none.
    func rerank(
        _ chunks: [RankedChunk], for query: String, _ vector: UnitVector?, course: inout SearchCourse
    ) async throws -> [RankedChunk] {
        guard settings.rerankedCandidates > 0, let judge = try judge(of: query, course), chunks.count > 1 else {
            return chunks
        }
        let judgement = try await RerankingStage(judge: judge, count: settings.rerankedCandidates).judge(
            query, rankedBy: chunks.map(\.smoothed), texts: { chunks[$0].chunk.embeddingText }, within: course.limit)
        if judgement.left > 0 {
            course.omissions.append(
                StageOmission(
                    stage: "reranking", passages: judgement.left, of: judgement.left + judgement.order.count))
        }
        guard judgement.order.count > 1 else { return chunks }
        var chunks = chunks
        var scores = chunks.map(\.fused)
        let blended = judgement.blended(with: scores)
        if let vector, let best = judgement.order.max(by: { (blended[$0], $1) < (blended[$1], $0) }) {
            scores = QueryFeedback(settings: settings).scores(
                scores, vectors: chunks.map(\.unit), query: vector, best: best)
        }
        for (index, score) in smoothed(judgement.blended(with: scores), chunks).enumerated() {
            chunks[index].score = score
        }
        let places = judgement.scores.indices.sorted {
            judgement.scores[$0] != judgement.scores[$1] ? judgement.scores[$0] > judgement.scores[$1] : $0 < $1
        }
        for (rank, place) in places.enumerated() {
            chunks[judgement.order[place]].reranked = Placement(rank: rank + 1, score: judgement.scores[place])
        }
        course.mark("reranking")
        let judged = chunks.filter { $0.reranked != nil }.ranked
        return (judged + chunks.filter { $0.reranked == nil }.ranked).descending
    }

    private func judge(of query: String, _ course: SearchCourse) throws -> (any PassageJudge)? {
        switch settings.reranking {
        case .none: nil
        case .lateInteraction:
            (embedder as? any TokenEmbedder).flatMap { $0.covers(query) ? LateInteraction(embedder: $0) : nil }
        case .model(let reranker): ModelJudge(reranker: reranker)
        case .engine: EngineJudge(calls: try course.largeEngine(for: "putting passages in order"))
        }
    }
}
