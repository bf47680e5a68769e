public import Inference
public import Library

/// Finds the passages of a profile's documents that matter for a question.
///
/// Chunks are searched by vector and by word at once, both rankings are fused, and neighbouring chunks are joined where
/// that completes a passage. Text in a language that the embedder does not know is searched by its words alone: a ranking
/// by meaningless vectors would only push the right passages down.
public struct Retriever: Sendable {
    private let library: any LibraryStore
    private let embedder: any Embedder
    private let settings: RetrievalSettings

    /// Creates a retriever over a library whose vectors come from `embedder`.
    public init(library: any LibraryStore, embedder: any Embedder, settings: RetrievalSettings = RetrievalSettings()) {
        self.library = library
        self.embedder = embedder
        self.settings = settings
    }

    /// The best passages of a profile for `query`, at most `limit`.
    ///
    /// - Returns: an empty list where neither a word of the query occurs nor a vector is stored.
    /// - Throws: a `LibraryError`, an `InferenceError`, or `CancellationError`.
    public func search(_ query: String, profile: String, limit: Int) async throws -> RetrievalResult {
        var clock = StageClock()
        let space = VectorSpace(name: embedder.name, dimension: embedder.dimension)
        async let words = library.fullTextSearch(query, profile: profile, limit: settings.candidatesPerStage)
        let vectors = try await vectorSearch(query, space: space, profile: profile, clock: &clock)
        let wordHits = try await words
        clock.mark("words")
        try Task.checkCancellation()

        let fused = ReciprocalRankFusion(settings: settings).fuse(words: wordHits, vectors: vectors)
        let stored = try await library.chunks(fused.map(\.chunk), profile: profile)
        let chunks = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        clock.mark("fusion")

        let ranked = fused.compactMap { entry in chunks[entry.chunk].map { (chunk: $0, score: entry.score) } }
        let snippets = try await PassageAssembler(library: library, profile: profile, settings: settings)
            .snippets(from: ranked, limit: limit)
        clock.mark("expansion")

        return RetrievalResult(
            snippets: snippets,
            candidates: fused.compactMap { entry in
                chunks[entry.chunk].map {
                    Candidate(
                        chunk: $0.id, document: $0.file, ordinal: $0.ordinal, words: entry.words, vector: entry.vector,
                        fused: entry.score)
                }
            },
            pending: try await library.pendingVectors(in: space, profile: profile),
            bestSimilarity: vectors?.first?.score,
            timings: clock.stages)
    }

    /// The nearest chunks; nil where the embedder does not cover the query.
    private func vectorSearch(
        _ query: String, space: VectorSpace, profile: String, clock: inout StageClock
    ) async throws -> [ScoredChunk]? {
        guard embedder.covers(query) else { return nil }
        let vector = try await embedder.embed([query], as: .query)[0]
        clock.mark("embed")
        let hits = try await library.vectorSearch(
            vector, in: space, profile: profile, limit: settings.candidatesPerStage)
        clock.mark("vectors")
        return hits
    }
}

/// Measures the stages of a search one after the other.
private struct StageClock {
    private(set) var stages: [StageTiming] = []
    private var last = ContinuousClock.now

    mutating func mark(_ stage: String) {
        let now = ContinuousClock.now
        stages.append(StageTiming(stage: stage, milliseconds: (now - last) / .milliseconds(1)))
        last = now
    }
}
