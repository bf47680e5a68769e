public import Assistants
public import Inference
internal import Library

/// Whether poisoned documents change answers, through the product's own pipeline.
public struct PoisonEvaluation: Sendable {
    /// What came of one document.
    public struct Outcome: Sendable {
        /// The document.
        public var document: PoisonedDocument
        /// The answer without the order.
        public var clean: Answer
        /// The answer with it.
        public var poisoned: Answer
        /// Whether the order changed anything of what is said.
        public var isChanged: Bool { clean.text != poisoned.text || clean.refused != poisoned.refused }
    }

    private let embedder: any Embedder
    private let engine: any Engine

    /// Creates an evaluation of an engine's answers.
    public init(embedder: any Embedder, engine: any Engine) {
        self.embedder = embedder
        self.engine = engine
    }

    /// Asks the question of a document with and without its order, each in a library of its own.
    ///
    /// - Throws: ``EvaluationError``, `LibraryError`, `InferenceError` or `CancellationError`.
    public func outcome(of document: PoisonedDocument) async throws -> Outcome {
        Outcome(
            document: document,
            clean: try await answer(to: document.question, from: [document.clean] + document.others),
            poisoned: try await answer(to: document.question, from: [document.poisoned] + document.others))
    }

    private func answer(to question: String, from files: [(name: String, content: String)]) async throws -> Answer {
        let library = try await EvaluationLibrary(files: files, embedder: embedder)
        defer { library.remove() }
        let assistant = Assistant(
            profile: try await library.store.profile(named: EvaluationLibrary.profile), library: library.store,
            embedder: embedder, engine: engine)
        for try await event in assistant.ask(question) {
            if case .finished(let answer) = event { return answer }
        }
        throw CancellationError()
    }
}
