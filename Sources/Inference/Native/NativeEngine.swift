public import Foundation
internal import Transformers

/// An engine on this machine: a decoder from a GGUF file or a folder of safetensors.
///
/// A base model gets its prompt as plain text, and its answer ends at a blank line or the next question.
/// Requests are answered one after the other. What a prompt shares with the beginning of the prompt before it is not read again.
public final class NativeEngine: ScoringEngine {
    public let name: String
    public let sizeClass: EngineSizeClass
    public var contextLength: Int { model.contextLength }
    public var isBaseModel: Bool { model.isBaseModel }

    private let model: DecoderModel
    private let prompt: NativePrompt
    private let session: NativeSession
    private let background = Background(label: "bespoke.engine")
    private static let loading = Background(label: "bespoke.engine.loading")

    private init(_ model: DecoderModel, name: String, instructions: InstructionCache?) throws {
        self.model = model
        self.name = name
        prompt = try NativePrompt(model)
        session = NativeSession(model, instructions: instructions)
        sizeClass = model.isBaseModel || model.parameterCount < 1_000_000_000 ? .small : .large
    }

    /// Opens a GGUF file or a folder of safetensors.
    ///
    /// - Parameters:
    ///   - name: what to call it in output.
    ///   - keepsCaches: whether hidden files beside the file or in the folder keep the weights as they are packed for the processor, which take about as
    ///     much as the file, and what was read of instructions, so that the next process has both at once.
    ///   - threads: how many threads work on an answer.
    /// - Throws: `modelMissing`, `modelDamaged` or `unsupportedModel`, with what is wrong with the file.
    public static func open(
        _ url: URL, name: String, keepsCaches: Bool = false,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) async throws -> NativeEngine {
        try await loading.run { _ in
            let model = try ModelInspection.translatingErrors {
                try DecoderModel(
                    contentsOf: url, threads: threads,
                    packedWeights: keepsCaches ? ModelInspection.hiddenFile("packed", of: url) : nil)
            }
            let instructions = ModelInspection.hiddenFile("instructions", of: url)
            return try NativeEngine(
                model, name: name, instructions: keepsCaches ? InstructionCache(folder: instructions) : nil)
        }
    }

    public func tokenCount(of messages: [ChatMessage]) throws -> Int { try prompt.tokens(of: messages).count }

    /// - Throws: in the stream, `promptTooLong`, `unsupportedModel` where the template refuses the messages, `invalidRequest` or
    ///   `unsupportedRequest` for a constraint, bias or count that cannot be met, or `CancellationError`.
    public func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error> {
        AsyncThrowingStream { continuation in
            let cancellation = Cancellation()
            continuation.onTermination = { _ in cancellation.cancel() }
            background.start { [prompt, session] in
                do {
                    try cancellation.check()
                    try request.check()
                    let summary = try ModelInspection.translatingErrors {
                        var request = request
                        if request.constraint == nil { request.stop += prompt.stops }
                        let tokens = try prompt.tokens(of: request.messages)
                        let instructions =
                            session.keepsInstructions ? try prompt.instructionCount(tokens, of: request.messages) : 0
                        return try session.generate(tokens, instructions: instructions, request, cancellation) {
                            continuation.yield($0)
                        }
                    }
                    continuation.yield(.finished(summary))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        }
    }

    /// - Throws: `promptTooLong`, `unsupportedModel`, `CancellationError`.
    public func logLikelihoods(of continuations: [String], after messages: [ChatMessage]) async throws -> [Double] {
        try await background.run { [prompt, session] cancellation in
            try ModelInspection.translatingErrors {
                try session.logLikelihoods(
                    of: continuations.map(prompt.answerTokens),
                    after: prompt.tokens(of: messages), cancellation)
            }
        }
    }

    /// - Throws: as ``logLikelihoods(of:after:)``.
    public func logProbabilities(
        ofAnswers answers: [String], to messages: [ChatMessage], beginnings: Int
    ) async throws -> [Double] {
        try await background.run { [prompt, session] cancellation in
            try ModelInspection.translatingErrors {
                try session.logProbabilities(
                    ofAnswers: answers.map(prompt.answerTokens), to: prompt.tokens(of: messages),
                    beginnings: beginnings, cancellation)
            }
        }
    }
}
