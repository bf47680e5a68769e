internal import Foundation
internal import Transformers

/// An answer as its pieces arrive.
struct ChatAnswer: RemoteAnswer {
    private let request: GenerationRequest
    private let failures: ServerFailures
    private var reason: GenerationSummary.Reason?
    private var usage: ChatCompletionPiece.Usage?
    private let schema: AnswerSchema?
    /// Ends the text at any of the stop strings, of which a server takes only some.
    private var stops: StopMatcher
    private var answerBytes = 0
    /// The whole text where it is held to a schema.
    private var text = ""
    private var hasTokens = false

    /// Whether the server said that nothing more comes.
    private(set) var isDone = false
    private(set) var hasBegun = false
    /// Whether there was any text.
    var hasText: Bool { answerBytes > 0 }

    init(request: GenerationRequest, schema: AnswerSchema?, failures: ServerFailures) {
        self.request = request
        self.schema = schema
        self.failures = failures
        stops = StopMatcher(stops: request.stop)
    }

    /// Ends an answer with more text than the tokens asked for can be: the server does not know the limit, and may never end.
    mutating func endIfTooLong() {
        guard Self.isTooLong(bytes: answerBytes, tokens: request.maximumTokens) else { return }
        reason = .tokenLimit
        isDone = true
    }

    /// Reads a piece.
    ///
    /// - Throws: `badResponse` for what is none; `refused` or `brokenOff` for an error that the server sends as one.
    mutating func read(_ event: [UInt8], _ onEvent: (GenerationEvent) -> Void) throws {
        if event.elementsEqual("[DONE]".utf8) {
            isDone = true
            return
        }
        guard let piece = try? JSONDecoder().decode(ChatCompletionPiece.self, from: Data(event)) else {
            throw failures.badResponse("it sent a piece that is not of the protocol")
        }
        if let complaint = piece.error {
            throw failures.reported(complaint, afterText: hasText)
        }
        guard piece.choices != nil || piece.usage != nil else {
            throw failures.badResponse("it sent a piece without choices")
        }
        usage = piece.usage ?? usage
        guard let choice = piece.choices?.first else { return }
        if let count = request.topLogProbabilities {
            for token in choice.logprobs?.content ?? [] {
                hasTokens = true
                onEvent(.token(token.generated(likeliest: count)))
            }
        }
        let content = choice.delta ?? choice.message
        hasBegun = hasBegun || content?.content?.isEmpty == false || content?.thoughts?.isEmpty == false
        if let text = content?.content, !text.isEmpty {
            answerBytes += text.utf8.count
            if schema != nil { self.text += text }
            let certain = stops.take(Array(text.utf8))
            if !certain.isEmpty { onEvent(.text(certain)) }
            if stops.isStopped {
                reason = .stopString
                isDone = true
                return
            }
        }
        switch choice.finishReason {
        case nil: break
        case "length"?, "max_tokens"?: reason = .tokenLimit
        case "content_filter"?: throw failures.refused("its content filter stopped the answer")
        default: reason = .endOfText
        }
    }

    /// The end, with the text that might have been the beginning of a stop string.
    ///
    /// - Throws: `brokenOff` where the server did not say that it was one; `unsupportedRequest` where it left out of the answer
    ///   what it was asked for.
    mutating func end(_ onEvent: (GenerationEvent) -> Void) throws -> GenerationSummary {
        guard isDone || reason != nil else {
            throw failures.brokenOff("its stream ended without an end", afterText: hasText)
        }
        if request.topLogProbabilities != nil, hasText, !hasTokens { throw failures.lacks("log-probabilities") }
        // A text that a stop string or the limit cut off need not be whole.
        if let schema, reason != .tokenLimit, request.stop.isEmpty, !schema.isFulfilled(by: text) {
            throw failures.lacks("answers that keep to a JSON Schema")
        }
        let rest = stops.finish()
        if !rest.isEmpty { onEvent(.text(rest)) }
        return GenerationSummary(
            reason: reason ?? .endOfText,
            promptTokens: usage?.promptTokens ?? TokenEstimate.upperBound(of: request.messages),
            answerTokens: usage?.completionTokens ?? (answerBytes + 3) / 4,
            cacheReadTokens: usage?.promptTokensDetails?.cachedTokens ?? 0,
            isEstimated: usage?.promptTokens == nil || usage?.completionTokens == nil)
    }
}
