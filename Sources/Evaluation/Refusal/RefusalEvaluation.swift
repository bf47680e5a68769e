internal import Assistants
public import Inference
internal import Library
internal import Retrieval

/// Measures what calibration does for a person's questions: those of a set are asked with what answers them and without it, and
/// refused by the usual threshold and by the learnt one.
public struct RefusalEvaluation: Sendable {
    /// Which share of a set's questions is refused.
    public struct Result: Sendable {
        /// How many were asked.
        public var questions: Int
        /// Those with what answers them, by the usual thresholds and by the learnt ones.
        public var answerable: (usual: Estimate, learnt: Estimate)
        /// The same questions without it.
        public var unanswerable: (usual: Estimate, learnt: Estimate)
        /// What was learnt.
        public var lessons: [RefusalCalibration.Lesson]
    }

    private let embedder: any Embedder
    private let engine: any Engine

    /// Creates an evaluation; the engine is not asked, and has to be a small one.
    public init(embedder: any Embedder, engine: any Engine) {
        self.embedder = embedder
        self.engine = engine
    }

    /// Adds the documents of a set, calibrates, and asks questions of a part of it, at most `count` drawn by `seed`.
    ///
    /// - Parameter made: the most questions that are made.
    /// - Throws: ``EvaluationError``, `LibraryError`, `InferenceError` or `CancellationError`.
    public func run(
        _ set: EvaluationSet, part: EvaluationSet.Part, count: Int, seed: UInt64 = 0, made: Int
    ) async throws -> Result {
        let library = try await EvaluationLibrary(of: set.documentsOrCorpus(), embedder: embedder)
        defer { library.remove() }
        let profile = EvaluationLibrary.profile
        let assistant = Assistant(
            profile: try await library.store.profile(named: profile), library: library.store, embedder: embedder,
            engine: engine)
        let (learnt, lessons) = try await RefusalCalibration(of: assistant, library: library.store, embedder: embedder)
            .run(profile: profile, count: made)
        var files: [String: String] = [:]
        for file in try await library.store.files(ofProfile: profile) {
            for id in library.ids(ofDocument: file.file.name) { files[id] = file.file.name }
        }
        var refused: [[Double]] = [[], [], [], []]
        for question in try set.judgedQuestions(part, count: count, seed: seed) {
            let kind = ConfidenceKind(of: question.text, embedder: embedder)
            let (usual, now) = (kind.usualThreshold, learnt?[kind] ?? kind.usualThreshold)
            var options = AskOptions()
            options.retrieval.filter = SearchFilter(leavingOut: Set(question.documents.compactMap { files[$0] }))
            let with = try await assistant.confidence(in: question.text)
            let without = try await assistant.confidence(in: question.text, options: options)
            for (place, isRefused) in [with < usual, with < now, without < usual, without < now].enumerated() {
                refused[place].append(isRefused ? 1 : 0)
            }
        }
        let estimates = refused.map(Estimate.init)
        return Result(
            questions: refused[0].count, answerable: (estimates[0], estimates[1]),
            unanswerable: (estimates[2], estimates[3]), lessons: lessons)
    }
}

extension EvaluationSet {
    /// Questions of a part with the ids of all documents that answer them: of `questions.jsonl`, or where there is none the judged
    /// queries.
    fileprivate func judgedQuestions(
        _ part: Part, count: Int, seed: UInt64
    ) throws -> [(text: String, documents: [String])] {
        if hasQuestions {
            return try questions(part, count: count, seed: seed).map { ($0.question, [$0.document]) }
        }
        let judgements = try judgements()
        let judged = try queries().compactMap { query in
            judgements[query.id].map { (text: query.text, documents: $0.filter { $0.value > 0 }.map(\.key)) }
        }
        return Self.drawn(judged, part, count: count, seed: seed)
    }
}
