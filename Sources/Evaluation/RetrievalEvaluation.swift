public import Inference
public import Ingestion
internal import Library
public import Retrieval

/// Measures the product's own search on a set: the texts are added to a temporary library, and every judged query is searched.
public struct RetrievalEvaluation: Sendable {
    private let embedder: any Embedder
    private let settings: RetrievalSettings

    /// Creates an evaluation of a search with an embedder and settings.
    public init(embedder: any Embedder, settings: RetrievalSettings = RetrievalSettings()) {
        self.embedder = embedder
        self.settings = settings
    }

    /// The rankings of every query of `set` that has a judgement.
    ///
    /// - Throws: ``EvaluationError``, `LibraryError`, `InferenceError` or `CancellationError`.
    public func run(
        _ set: EvaluationSet, progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws -> RetrievalRun {
        let judgements = try set.judgements()
        let queries = try set.queries().filter { judgements[$0.id] != nil }
        guard !queries.isEmpty else {
            throw EvaluationError("no query of \(set.name) is judged; ids of queries.jsonl and qrels.tsv must agree")
        }
        let library = try await EvaluationLibrary(of: try set.corpus(), embedder: embedder, progress: progress)
        defer { library.remove() }
        let retriever = Retriever(library: library.store, embedder: embedder, settings: settings)
        var run = RetrievalRun()
        for query in queries {
            let result = try await retriever.search(query.text, profile: EvaluationLibrary.profile, limit: 10)
            run.add(result.candidates, query: query.id, ids: library.ids)
        }
        return run
    }
}
