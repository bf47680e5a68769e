public import Inference
public import Ingestion
public import Library
public import Retrieval

/// Measures the product's own search on a set: the texts are added to a temporary library, and every judged query is searched.
///
/// Or on a profile's own documents, with queries made of them.
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
            run.add(result, query: query.id, ids: { library.ids(ofDocument: $0.document) })
        }
        return run
    }

    /// The rankings of known-item queries made of a profile's chunks, and the chunk that each is to find.
    ///
    /// - Parameters:
    ///   - profile: whose documents; they stay as they are.
    ///   - count: the most queries, fewer where there are fewer chunks.
    /// - Throws: ``EvaluationError`` where no query can be made, `LibraryError`, `InferenceError` or `CancellationError`.
    public func run(
        profile: String, in library: any LibraryStore, count: Int
    ) async throws -> (run: RetrievalRun, judgements: [String: [String: Int]]) {
        let queries = KnownItemQueries(of: try await library.chunks(ofProfile: profile)).queries(count)
        guard !queries.isEmpty else {
            throw EvaluationError("“\(profile)” has no text to make queries of; add files to it")
        }
        let retriever = Retriever(library: library, embedder: embedder, settings: settings)
        var run = RetrievalRun()
        var judgements: [String: [String: Int]] = [:]
        for (number, query) in queries.enumerated() {
            let result = try await retriever.search(query.text, profile: profile, limit: 10)
            run.add(result, query: "\(number + 1)") { ["\($0.chunk)"] }
            judgements["\(number + 1)"] = ["\(query.chunk)": 1]
        }
        return (run, judgements)
    }
}
