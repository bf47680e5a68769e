internal import Foundation
internal import Transformers

/// A message as its events arrive.
struct MessagesAnswer: RemoteAnswer {
    private let request: GenerationRequest
    private let failures: ServerFailures
    private var reason: GenerationSummary.Reason?
    private var usage = MessagesEvent.Usage()
    /// Ends the text at the stop strings that the API does not take.
    private var stops: StopMatcher
    private var answerBytes = 0

    private(set) var isDone = false
    private(set) var hasBegun = false
    var hasText: Bool { answerBytes > 0 }

    init(request: GenerationRequest, failures: ServerFailures) {
        self.request = request
        self.failures = failures
        stops = StopMatcher(stops: request.stop.filter { !MessagesBody.takesStop($0) })
    }

    mutating func endIfTooLong() {
        guard Self.isTooLong(bytes: answerBytes, tokens: request.maximumTokens) else { return }
        reason = .tokenLimit
        isDone = true
    }

    mutating func read(_ event: [UInt8], _ onEvent: (GenerationEvent) -> Void) throws {
        guard let event = try? JSONDecoder().decode(MessagesEvent.self, from: Data(event)) else {
            throw failures.badResponse("it sent an event that is not of the protocol")
        }
        switch event.type {
        case "error": throw failures.reported(event.error ?? ServerComplaint(message: "error"), afterText: hasText)
        case "message_start": usage.take(event.message?.usage ?? .init())
        case "content_block_start": take(event.contentBlock?.text, ofKind: event.contentBlock?.type, onEvent)
        case "content_block_delta": take(event.delta?.text, ofKind: event.delta?.type, onEvent)
        case "message_delta":
            usage.take(event.usage ?? .init())
            try end(for: event.delta?.stopReason)
        case "message_stop": isDone = true
        case "message":
            for block in event.content ?? [] { take(block.text, ofKind: block.type, onEvent) }
            usage.take(event.usage ?? .init())
            try end(for: event.stopReason)
            isDone = true
        default: break
        }
    }

    private mutating func take(_ text: String?, ofKind kind: String?, _ onEvent: (GenerationEvent) -> Void) {
        hasBegun = hasBegun || kind != "text"
        guard kind == "text" || kind == "text_delta", let text, !text.isEmpty, !stops.isStopped else { return }
        hasBegun = true
        answerBytes += text.utf8.count
        let certain = stops.take(Array(text.utf8))
        if !certain.isEmpty { onEvent(.text(certain)) }
        if stops.isStopped {
            reason = .stopString
            isDone = true
        }
    }

    private mutating func end(for reason: String?) throws {
        switch reason {
        case nil: break
        case "max_tokens", "model_context_window_exceeded": self.reason = .tokenLimit
        case "stop_sequence": self.reason = .stopString
        case "refusal": throw failures.refused("the model declined to answer")
        default: self.reason = .endOfText
        }
    }

    mutating func end(_ onEvent: (GenerationEvent) -> Void) throws -> GenerationSummary {
        guard isDone || reason != nil else {
            throw failures.brokenOff("its stream ended without an end", afterText: hasText)
        }
        let rest = stops.finish()
        if !rest.isEmpty { onEvent(.text(rest)) }
        let (read, written) = (usage.cacheRead ?? 0, usage.cacheWrite ?? 0)
        // What was cut off here was counted by nobody; gateways send zeros where they do not count.
        let isCounted = (usage.input ?? 0) + read + written > 0 && (usage.output ?? 0) > 0 && !stops.isStopped
        return GenerationSummary(
            reason: reason ?? .endOfText,
            promptTokens: isCounted
                ? (usage.input ?? 0) + read + written : TokenEstimate.upperBound(of: request.messages),
            answerTokens: isCounted ? usage.output ?? 0 : (answerBytes + 3) / 4,
            cacheReadTokens: isCounted ? read : 0, cacheWriteTokens: isCounted ? written : 0, isEstimated: !isCounted)
    }
}
