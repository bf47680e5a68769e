public import Assistants
internal import Foundation
public import Inference
public import Ingestion
internal import Library
internal import Retrieval

/// Measures the product's own answers on a set with questions: its documents are added to a temporary library, and the questions are
/// asked of a profile that has them.
public struct AnswerEvaluation: Sendable {
    /// What is asked, and what beside it.
    public struct Choice: Sendable {
        /// Which questions may be asked.
        public var part = EvaluationSet.Part.heldOut
        /// The most questions.
        public var count = 200
        /// What the questions are drawn by where there are more.
        public var seed: UInt64 = 0
        /// Leaves every second document out, and asks only what those would have answered.
        public var unanswerable = false
        /// Asks the engine alone, too.
        public var withoutDocuments = false
        /// Shows the engine the same snippets in a plain prompt, too.
        public var plainPrompt = false

        /// Creates the default choice.
        public init() {}
    }

    /// What was answered, and by whom.
    public struct Result: Sendable {
        /// The product's answers.
        public var answers: [EvaluatedAnswer] = []
        /// The engine's from the same snippets in a plain prompt.
        public var plainPrompt: [EvaluatedAnswer] = []
        /// The engine's without documents.
        public var withoutDocuments: [EvaluatedAnswer] = []
        /// Documents that were in the library.
        public var documents = 0

        /// The measures of all who answered.
        public var measures: [AnswerMeasures] {
            [("answers", answers), ("plain prompt", plainPrompt), ("without documents", withoutDocuments)]
                .filter { !$0.1.isEmpty }.map { AnswerMeasures(name: $0.0, of: $0.1) }
        }
    }

    private let embedder: any Embedder
    private let engine: any Engine
    private let options: AskOptions

    /// Creates an evaluation of an engine's answers.
    public init(embedder: any Embedder, engine: any Engine, options: AskOptions = AskOptions()) {
        self.embedder = embedder
        self.engine = engine
        self.options = options
    }

    /// Adds the documents and asks the questions.
    ///
    /// - Parameters:
    ///   - adding: told how far the documents are.
    ///   - onAnswer: told of each answer of the product, and of how many there will be.
    /// - Throws: ``EvaluationError``, `LibraryError`, `InferenceError` or `CancellationError`.
    public func run(
        _ set: EvaluationSet, _ choice: Choice = Choice(),
        adding: @escaping @Sendable (IngestProgress) -> Void = { _ in },
        onAnswer: (Answer, EvaluatedAnswer, Int) throws -> Void = { _, _, _ in }
    ) async throws -> Result {
        try await run(set, choice, by: [options], adding: adding, onAnswer: onAnswer)[0]
    }

    /// Adds the documents once and asks each question with each of several options, one after the other, so that whatever else the machine
    /// does meets all alike.
    ///
    /// - Returns: a result for each of the options.
    /// - Throws: as the method above.
    package func run(
        _ set: EvaluationSet, _ choice: Choice, by options: [AskOptions],
        adding: @escaping @Sendable (IngestProgress) -> Void = { _ in },
        onAnswer: (Answer, EvaluatedAnswer, Int) throws -> Void = { _, _, _ in }
    ) async throws -> [Result] {
        let documents = try set.documentsOrCorpus()
        let leftOut = Set(
            choice.unanswerable ? documents.enumerated().filter { $0.offset % 2 == 1 }.map(\.element.id) : [])
        let questions = try set.questions(choice.part, count: choice.count, seed: choice.seed) {
            choice.unanswerable ? leftOut.contains($0.document) : true
        }
        try Self.check(questions, of: set, against: documents)
        let kept = documents.filter { !leftOut.contains($0.id) }
        let library = try await EvaluationLibrary(of: kept, embedder: embedder, progress: adding)
        defer { library.remove() }
        let assistant = Assistant(
            profile: try await library.store.profile(named: EvaluationLibrary.profile), library: library.store,
            embedder: embedder, engine: engine)
        var results = options.map { _ in Result(documents: kept.count) }
        for (question, place) in questions.flatMap({ question in options.indices.map { (question, $0) } }) {
            try Task.checkCancellation()
            var result = results[place]
            defer { results[place] = result }
            let answer = try await Self.answer(to: question.question, by: assistant, options[place])
            let evaluated = EvaluatedAnswer(answer, to: question) { library.ids(ofDocument: $0) }
            result.answers.append(evaluated)
            try onAnswer(answer, evaluated, questions.count)
            if choice.plainPrompt {
                let passages = answer.snippets.map(\.text).joined(separator: "\n\n")
                result.plainPrompt.append(
                    try await words(
                        of: "Answer the question from the passages in one sentence.",
                        "\(passages)\n\nQuestion: \(question.question)", to: question))
            }
            if choice.withoutDocuments {
                result.withoutDocuments.append(
                    try await words(of: "Answer the question in one sentence.", question.question, to: question))
            }
        }
        return results
    }

    private static func check(
        _ questions: [EvaluationSet.Question], of set: EvaluationSet, against documents: [EvaluationSet.Text]
    ) throws {
        guard !questions.isEmpty else {
            throw EvaluationError(
                "no question of \(set.name) can be asked so; take another part of it, or more documents")
        }
        let ids = Set(documents.map(\.id))
        if let stray = questions.first(where: { !ids.contains($0.document) }) {
            throw EvaluationError(
                "the question \(stray.id) of \(set.name) names the document \(stray.document), which is not there; correct "
                    + "questions.jsonl")
        }
    }

    private static func answer(to question: String, by assistant: Assistant, _ options: AskOptions) async throws
        -> Answer
    {
        for try await event in assistant.ask(question, options: options) {
            if case .finished(let answer) = event { return answer }
        }
        throw CancellationError()
    }

    /// What the engine says by itself.
    private func words(
        of instruction: String, _ text: String, to question: EvaluationSet.Question
    ) async throws -> EvaluatedAnswer {
        let messages = [ChatMessage(.system, instruction), ChatMessage(.user, text)]
        let start = ContinuousClock.now
        var firstText: Double?
        var spoken = ""
        for try await event in engine.generate(GenerationRequest(messages: messages, maximumTokens: 64)) {
            guard case .text(let piece) = event else { continue }
            firstText = firstText ?? (ContinuousClock.now - start) / .milliseconds(1)
            spoken += piece
        }
        let end = (ContinuousClock.now - start) / .milliseconds(1)
        return EvaluatedAnswer(spoken, to: question, firstText: firstText ?? end, total: end)
    }
}
