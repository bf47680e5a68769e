internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// The errors of a server, in words that say what to do.
struct ServerFailures: Sendable {
    let server: RemoteServer
    let request: GenerationRequest

    var address: String { server.address.absoluteString }

    func unreachable(_ error: any Error) -> FailedAttempt {
        let reason = HTTPConnection.reason(error)
        let advice =
            server.proxy.map { "It was asked through \($0). Is that right, and the server running? Correct it" }
            ?? "Is the server running there? Start it"
        return FailedAttempt(
            error: InferenceError(
                .unreachable,
                "no answer from \(address): \(reason). \(advice), or choose another engine with --engine"),
            transience: "cannot be reached (\(reason))")
    }

    /// What is said before another attempt.
    func waiting(_ failure: FailedAttempt, for delay: Duration, attempt: Int) -> String {
        let seconds = Double(delay.components.seconds) + Double(delay.components.attoseconds) / 1e18
        let shown = String(format: seconds < 10 ? "%.1f" : "%.0f", locale: Locale(identifier: "en_US_POSIX"), seconds)
        return "\(address) \(failure.transience ?? "failed"); asking again in \(shown) s (attempt \(attempt) of "
            + "\(server.limits.attempts))"
    }

    func timedOut(_ what: String, _ limit: Duration) -> InferenceError {
        let seconds = Double(limit.components.seconds) + Double(limit.components.attoseconds) / 1e18
        let shown = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        return InferenceError(
            .timedOut,
            "\(address) \(what) for \(shown) seconds; is \(server.model) loaded, and the server not busy? Ask again, or choose "
                + "another engine with --engine")
    }

    func badResponse(_ what: String) -> InferenceError {
        InferenceError(
            .badResponse,
            "\(address) does not answer as \(server.api.serverName) does: \(what); check the address (it often ends in /v1)"
        )
    }

    /// Some servers end the stream without a word where the prompt is too long for them.
    func brokenOff(_ reason: String, afterText hasText: Bool) -> any Error {
        let hint = hasText ? "" : " (the prompt may be longer than its window: try --top-k)"
        let error = InferenceError(
            .brokenOff,
            "\(address) broke off its answer: \(reason)\(hint); ask again, and look at the server's log if it stays so")
        return hasText ? error : FailedAttempt(error: error, transience: "broke off (\(reason))")
    }

    func lacks(_ what: String) -> InferenceError {
        InferenceError(
            .unsupportedRequest,
            "\(address) was asked for \(what), and \(server.model) does not give them; choose another engine, such as one on "
                + "this machine (“bespoke engines”)")
    }

    func refused(_ complaint: String) -> InferenceError {
        if Self.speaksOfLength(complaint) {
            return InferenceError(
                .promptTooLong,
                "the prompt does not fit into the window of \(server.model) at \(address): \(quoted(complaint)); ask with fewer "
                    + "snippets (--top-k), or start the server with a longer context")
        }
        return InferenceError(.refused, "\(address) refused the request: \(quoted(complaint))")
    }

    /// What a server said, short, on one line, and without anything of the prompt or the key, which some servers repeat.
    func quoted(_ complaint: String) -> String {
        let line = complaint.map { $0.isNewline ? " " : $0 }.filter { $0 == " " || !$0.isWhitespace }
        let short = String(String(line).prefix(240))
        if server.key.isWithin(complaint) { return "(a message that repeats the key)" }
        guard !repeatsPrompt(short) else { return "(a message that repeats the prompt)" }
        return "“\(short)”"
    }

    /// Whether any 24 characters in a row of `text` stand in the prompt.
    private func repeatsPrompt(_ text: String) -> Bool {
        let characters = Array(text)
        guard characters.count >= 24 else {
            return characters.count >= 8 && request.messages.contains { $0.content.contains(text) }
        }
        return (0...characters.count - 24).contains { start in
            let piece = String(characters[start..<start + 24])
            return request.messages.contains { $0.content.contains(piece) }
        }
    }

    static func speaksOfLength(_ complaint: String) -> Bool {
        let text = complaint.lowercased()
        return [
            "prompt is too long", "context length", "context_length", "context window", "context size",
            "maximum context", "n_ctx",
        ]
        .contains(where: text.contains)
    }
}
