public import Inference
public import Library
internal import Retrieval

/// Answers questions from a profile's documents, with citations that can be checked.
///
/// ```swift
/// for try await event in assistant.ask("How many days of leave do I have?") {
///     if case .text(let piece) = event { print(piece, terminator: "") }
/// }
/// ```
///
/// With a small engine the evidence comes first: the sentences of the documents that answer, word for word. The engine's
/// words follow only where they agree with it. A large engine speaks for itself, and each of its statements is checked
/// against the snippets. What the documents do not answer is refused, and no engine is asked.
public struct Assistant: Sendable {
    private let profile: Profile
    private let library: any LibraryStore
    private let embedder: any Embedder
    private let engine: any Engine

    /// Creates an assistant for a profile of `library`, whose vectors come from `embedder`.
    public init(profile: Profile, library: any LibraryStore, embedder: any Embedder, engine: any Engine) {
        self.profile = profile
        self.library = library
        self.embedder = embedder
        self.engine = engine
    }

    /// What is to be known before anything is asked; every answer repeats it.
    public var warnings: [AnswerWarning] { AnswerWarning.of(engine) }

    /// Whether what it answers is decided by the confidence of the evidence; a large engine decides by itself.
    public var isGuidedByConfidence: Bool { engine.sizeClass == .small }

    /// Asks one of the profile's saved questions, and judges the answer.
    ///
    /// - Throws: as the stream of ``ask(_:options:)``.
    public func run(_ test: ProfileTest, options: AskOptions = AskOptions()) async throws -> ProfileTestOutcome {
        for try await event in ask(test.question, options: options) {
            if case .finished(let answer) = event { return ProfileTestOutcome(test, answer) }
        }
        throw CancellationError()
    }

    /// How sure the evidence for a question is, 0…1: what is compared with the least confidence of an answer.
    ///
    /// - Throws: as the stream of ``ask(_:options:)``.
    package func confidence(in question: String, options: AskOptions = AskOptions()) async throws -> Double {
        var run = AnswerRun(
            question: question, turns: [], profile: profile, options: options, library: library, embedder: embedder,
            engine: engine, emit: { _ in })
        return try await run.confidence()
    }

    /// Answers `question`, a piece of text at a time, and ends with the whole answer.
    ///
    /// After other turns it is understood as they suggest: "And in Leeds?" asks what was asked before, of Leeds.
    ///
    /// The same question on an unchanged library at temperature 0 gives the same text. Cancelling the consuming task stops the
    /// engine within a token.
    ///
    /// - Throws: in the stream, an ``AssistantError``, a `LibraryError`, an `InferenceError` or `CancellationError`.
    public func ask(
        _ question: String, options: AskOptions = AskOptions(), after turns: [Turn] = []
    ) -> AsyncThrowingStream<AnswerEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    var run = AnswerRun(
                        question: question, turns: turns, profile: profile, options: options, library: library,
                        embedder: embedder,
                        engine: engine
                    ) { continuation.yield(.text($0)) }
                    continuation.yield(.finished(try await run.answer()))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
