internal import Foundation
public import Inference
public import Library

/// Finds the passages of a profile's documents that matter for a question.
///
/// Chunks are searched by vector and by word at once, their scores are fused and drawn towards those of similar chunks, and
/// neighbouring chunks are joined where that completes a passage. Text in a language that the embedder does not know is searched
/// by its words alone: meaningless vectors would only push the right passages down.
public struct Retriever: Sendable {
    let library: any LibraryStore
    let embedder: any Embedder
    let settings: RetrievalSettings

    /// Creates a retriever over a library whose vectors come from `embedder`.
    public init(library: any LibraryStore, embedder: any Embedder, settings: RetrievalSettings = RetrievalSettings()) {
        self.library = library
        self.embedder = embedder
        self.settings = settings
    }

    var space: VectorSpace { VectorSpace(name: embedder.name, dimension: embedder.dimension) }

    /// The best passages of a profile for `query`, at most `limit`.
    ///
    /// - Returns: an empty list where neither a word of the query occurs nor a vector is stored.
    /// - Throws: a `LibraryError`, an `InferenceError`, or `CancellationError`.
    public func search(_ query: String, profile: String, limit: Int) async throws -> RetrievalResult {
        var clock = StageClock()
        let ranking = try await rank(query, profile: profile, clock: &clock)
        let snippets = try await PassageAssembler(library: library, profile: profile, settings: settings)
            .snippets(from: ranking.chunks, limit: limit)
        clock.mark("expansion")
        return RetrievalResult(
            snippets: snippets, candidates: ranking.candidates,
            pending: try await library.pendingVectors(in: space, profile: profile),
            bestSimilarity: ranking.bestSimilarity, timings: clock.stages)
    }

    /// Every candidate, best first.
    struct Ranking: Sendable {
        var chunks: [(chunk: StoredChunk, score: Double)] = []
        var candidates: [Candidate] = []
        var bestSimilarity: Double?
    }

    /// The parts of a question by turns, each chunk where it comes first.
    func rank(_ query: String, profile: String, clock: inout StageClock) async throws -> Ranking {
        let parts = QuestionParts.parts(of: query)
        guard parts.count > 1 else { return try await rank(part: query, profile: profile, clock: &clock) }
        var rankings: [Ranking] = []
        for part in parts { rankings.append(try await rank(part: part, profile: profile, clock: &clock)) }
        var ranking = Ranking(bestSimilarity: rankings.compactMap(\.bestSimilarity).max())
        var seen: Set<Int64> = []
        for place in 0..<(rankings.map(\.chunks.count).max() ?? 0) {
            for part in rankings where place < part.chunks.count && seen.insert(part.chunks[place].chunk.id).inserted {
                ranking.chunks.append(part.chunks[place])
                ranking.candidates.append(part.candidates[place])
            }
        }
        return ranking
    }

    private func rank(part query: String, profile: String, clock: inout StageClock) async throws -> Ranking {
        let count = settings.candidatesPerStage
        let scope = try await FilteredSearch(filter: settings.filter, library: library, profile: profile)
        // Those after the candidates are wanted for their scores, where the vectors put them forward.
        async let words = scope.hits(count, reading: count * Self.scoredPerCandidate) { [library] limit in
            try await library.fullTextSearch(query, profile: profile, limit: limit)
        }
        let nearest = try await vectorSearch(query, in: scope, profile: profile, clock: &clock)
        let found = try await words
        clock.mark("words")
        try Task.checkCancellation()

        let ids = Set(found.prefix(count).map(\.id) + (nearest?.hits ?? []).map(\.id)).sorted()
        let vectors = nearest == nil ? [:] : try await library.vectors(of: ids, in: space).mapValues(UnitVector.init)
        clock.mark("originals")
        let fused = ScoreFusion(settings: settings).fuse(
            words: ScoreFusion.Half(
                found: Array(found.prefix(count)),
                others: Dictionary(found.dropFirst(count).map { ($0.id, $0.score) }, uniquingKeysWith: max)),
            vectors: nearest.map { nearest in
                ScoreFusion.Half(found: nearest.hits, others: vectors.mapValues { $0.product(nearest.query) })
            })
        let smoothed = NeighbourSmoothing(settings: settings)
            .smooth(fused.map(\.score), vectors: fused.map { vectors[$0.chunk] })
        clock.mark("fusion")

        let stored = try await library.chunks(ids, profile: profile)
        let chunks = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var ranking = Ranking(bestSimilarity: nearest?.hits.first?.score)
        for (entry, score) in zip(fused, smoothed).sorted(by: { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.chunk < $1.0.chunk })
        {
            // A chunk that was deleted since it was found is left out.
            guard let chunk = chunks[entry.chunk] else { continue }
            let share = Self.share(score)
            ranking.chunks.append((chunk, share))
            ranking.candidates.append(
                Candidate(
                    chunk: chunk.id, document: chunk.file, ordinal: chunk.ordinal, words: entry.words,
                    vector: entry.vector, fused: Self.share(entry.score), smoothed: share))
        }
        clock.mark("chunks")
        return ranking
    }

    /// How many more chunks than candidates the words are asked to score.
    private static let scoredPerCandidate = 10

    /// Deviations from the mean candidate as 0…1, by the logistic function.
    private static func share(_ score: Double) -> Double { 1 / (1 + exp(-score)) }

    /// The nearest chunks; nil where the embedder does not cover the query.
    private func vectorSearch(
        _ query: String, in scope: FilteredSearch, profile: String, clock: inout StageClock
    ) async throws -> (query: UnitVector, hits: [ScoredChunk])? {
        guard embedder.covers(query) else { return nil }
        let vector = try await embedder.embed([query], as: .query)[0]
        clock.mark("embed")
        let count = settings.candidatesPerStage
        let hits = try await scope.hits(count, reading: count) { [library, space] limit in
            try await library.vectorSearch(vector, in: space, profile: profile, limit: limit)
        }
        clock.mark("vectors")
        return (UnitVector(vector), Array(hits.prefix(count)))
    }
}

/// Measures the stages of a search one after the other; those of several parts of a question together.
struct StageClock {
    private(set) var stages: [StageTiming] = []
    private var last = ContinuousClock.now

    mutating func mark(_ stage: String) {
        let now = ContinuousClock.now
        let milliseconds = (now - last) / .milliseconds(1)
        if let known = stages.firstIndex(where: { $0.stage == stage }) {
            stages[known].milliseconds += milliseconds
        } else {
            stages.append(StageTiming(stage: stage, milliseconds: milliseconds))
        }
        last = now
    }
}
