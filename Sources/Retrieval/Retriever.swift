internal import Foundation
public import Inference
public import Library

/// Finds the passages of a profile's documents that matter for a question.
///
/// Chunks are searched by vector and by word at once, their scores are fused and drawn towards those of similar chunks, the best are judged
/// once more, and neighbouring chunks are joined where that completes a passage. Text in a language that the embedder does not know is
/// searched by its words alone: meaningless vectors would only push the right passages down.
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
    /// - Throws: a `LibraryError`, an `InferenceError` (`unsupportedRequest` where the settings want a large engine and there is none), or
    ///   `CancellationError`.
    public func search(_ query: String, profile: String, limit: Int) async throws -> RetrievalResult {
        var course = SearchCourse(within: settings.budget, engine: settings.engine)
        let ranking = try await rank(query, profile: profile, course: &course)
        let snippets = try await PassageAssembler(library: library, profile: profile, settings: settings)
            .snippets(from: ranking.chunks.map { ($0.chunk, $0.share) }, limit: limit)
        course.mark("expansion")
        return RetrievalResult(
            snippets: snippets, candidates: ranking.chunks.map(\.candidate),
            pending: try await library.pendingVectors(in: space, profile: profile),
            bestSimilarity: ranking.bestSimilarity, timings: course.timings, omissions: course.omissions,
            engineCalls: course.calls?.summaries ?? [])
    }

    /// Every candidate, best first.
    struct Ranking: Sendable {
        var chunks: [RankedChunk] = []
        var bestSimilarity: Double?
    }

    /// The parts of a question by turns, each chunk where it comes first.
    func rank(_ query: String, profile: String, course: inout SearchCourse) async throws -> Ranking {
        let parts = QuestionParts.parts(of: query)
        let preference = try await SourcePreference(settings, library: library, profile: profile)
        let limit = course.limit
        var rankings: [Ranking] = []
        for (index, part) in parts.enumerated() {
            course.limit = limit.share(of: parts.count - index)
            rankings.append(try await rank(part: part, profile: profile, by: preference, course: &course))
        }
        guard rankings.count > 1 else { return rankings[0] }
        var ranking = Ranking(bestSimilarity: rankings.compactMap(\.bestSimilarity).max())
        var seen: Set<Int64> = []
        for place in 0..<(rankings.map(\.chunks.count).max() ?? 0) {
            for part in rankings where place < part.chunks.count && seen.insert(part.chunks[place].chunk.id).inserted {
                ranking.chunks.append(part.chunks[place])
            }
        }
        return ranking
    }

    private func rank(
        part query: String, profile: String, by preference: SourcePreference, course: inout SearchCourse
    ) async throws -> Ranking {
        let wordings = try await expand(query, course: &course)
        var pools: [Pool] = []
        for wording in [Wording(text: query, passage: wordings.passage)] + wordings.others {
            pools.append(try await pool(for: wording, profile: profile, course: &course))
        }
        var chunks = pools.count > 1 ? .merged(pools.map(\.chunks)) : pools[0].chunks
        smooth(&chunks, course: &course)
        chunks = try await rerank(chunks, for: query, pools[0].vector, course: &course)
        if !preference.isNone {
            for index in chunks.indices { chunks[index].score += preference.shift(of: chunks[index].chunk.file) }
        }
        let ordered = Diversity(share: settings.diversity).order(chunks.ranked)
        return Ranking(chunks: ordered, bestSimilarity: pools[0].bestSimilarity)
    }

    // MARK: Candidates

    /// What is searched for.
    struct Wording {
        var text: String
        /// A passage that was made up as an answer; nil for none.
        var passage: String?
    }

    /// The chunks that words and vectors put forward.
    private struct Pool {
        var chunks: [RankedChunk]
        /// The query's vector; nil where the embedder does not cover the query.
        var vector: UnitVector?
        var bestSimilarity: Double?
    }

    /// How many more chunks than candidates the words are asked to score.
    private static let scoredPerCandidate = 10

    private func pool(for query: Wording, profile: String, course: inout SearchCourse) async throws -> Pool {
        let count = settings.candidatesPerStage
        let scope = try await FilteredSearch(filter: settings.filter, library: library, profile: profile)
        // Those after the candidates are wanted for their scores, where the vectors put them forward.
        async let words = scope.hits(count, reading: count * Self.scoredPerCandidate) { [library] limit in
            try await library.fullTextSearch(query.text, profile: profile, limit: limit)
        }
        let nearest = try await vectorSearch(query, in: scope, profile: profile, course: &course)
        let found = try await words
        course.mark("words")
        try Task.checkCancellation()

        let ids = Set(found.prefix(count).map(\.id) + (nearest?.hits ?? []).map(\.id)).sorted()
        let vectors = nearest == nil ? [:] : try await library.vectors(of: ids, in: space).mapValues(UnitVector.init)
        course.mark("originals")
        let stored = try await library.chunks(ids, profile: profile)
        let chunks = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        course.mark("chunks")
        let fused = ScoreFusion(settings: settings).fuse(
            words: ScoreFusion.Half(
                found: Array(found.prefix(count)),
                others: Dictionary(found.dropFirst(count).map { ($0.id, $0.score) }, uniquingKeysWith: max)),
            vectors: nearest.map { nearest in
                ScoreFusion.Half(found: nearest.hits, others: vectors.mapValues { $0.product(nearest.query) })
            })
        course.mark("fusion")
        return Pool(
            // A chunk that was deleted since it was found is left out.
            chunks: fused.compactMap { entry in
                chunks[entry.chunk].map { chunk in
                    RankedChunk(
                        chunk: chunk, words: entry.words, vector: entry.vector, unit: vectors[entry.chunk],
                        fused: entry.score, smoothed: entry.score, score: entry.score)
                }
            }, vector: nearest?.query, bestSimilarity: nearest?.hits.first?.score)
    }

    /// The nearest chunks; nil where the embedder does not cover the query.
    private func vectorSearch(
        _ query: Wording, in scope: FilteredSearch, profile: String, course: inout SearchCourse
    ) async throws -> (query: UnitVector, hits: [ScoredChunk])? {
        guard embedder.covers(query.text) else { return nil }
        var vector = try await embedder.embed([query.text], as: .query)[0]
        if let passage = query.passage {
            let other = try await embedder.embed([passage], as: .passage)[0]
            for index in vector.indices { vector[index] = (vector[index] + other[index]) / 2 }
        }
        course.mark("embed")
        let count = settings.candidatesPerStage
        let hits = try await scope.hits(count, reading: count) { [library, space, vector] limit in
            try await library.vectorSearch(vector, in: space, profile: profile, limit: limit)
        }
        course.mark("vectors")
        return (UnitVector(vector), Array(hits.prefix(count)))
    }
}
