internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// The errors of a server, in words that say what to do.
struct ServerFailures: Sendable {
    let server: OpenAIServer
    let request: GenerationRequest

    private var address: String { server.address.absoluteString }

    func unreachable(_ error: any Error) -> FailedAttempt {
        FailedAttempt(
            error: InferenceError(
                .unreachable,
                "no answer from \(address): \(HTTPConnection.reason(error)). Is the server running there? Start it, or choose "
                    + "another engine with --engine"),
            isTransient: true)
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
            "\(address) does not answer as an OpenAI-compatible server does: \(what); check the address (it often ends in /v1)"
        )
    }

    /// Some servers end the stream without a word where the prompt is too long for them.
    func brokenOff(_ reason: String, afterText hasText: Bool) -> any Error {
        let hint = hasText ? "" : " (the prompt may be longer than its window: try --top-k)"
        let error = InferenceError(
            .brokenOff,
            "\(address) broke off its answer: \(reason)\(hint); ask again, and look at the server's log if it stays so")
        return hasText ? error : FailedAttempt(error: error, isTransient: true)
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

    /// The failure that a status other than 200 stands for.
    func of(_ response: HTTPClientResponse) async throws -> FailedAttempt {
        let status = response.status.code
        let complaint = await complaint(in: response)
        let said = complaint.isEmpty ? "" : ": \(quoted(complaint))"
        switch status {
        case 300..<400:
            let target = response.headers.first(name: "Location").map { " to \(String($0.prefix(200)))" } ?? ""
            return FailedAttempt(error: badResponse("it redirects\(target); give the engine that address itself"))
        case 401, 403:
            guard let variable = server.key.variable else {
                return FailedAttempt(
                    error: InferenceError(
                        .keyMissing,
                        "\(address) wants a key (status \(status)); set BESPOKE_API_KEY or OPENAI_API_KEY in the environment"
                    ))
            }
            return FailedAttempt(
                error: InferenceError(
                    .unauthorized, "\(address) does not accept the key in \(variable) (status \(status))\(said)"))
        case 404:
            return FailedAttempt(
                error: InferenceError(
                    .unknownModel,
                    "\(address) has no model “\(server.model)”, or is not the right address (status 404)\(said); “curl "
                        + "\(address)/models” lists what it has"))
        case 429:
            return FailedAttempt(
                error: InferenceError(
                    .rateLimited, "\(address) takes no more requests now (status 429)\(said); ask again later"),
                isTransient: true, retryAfter: retryAfter(response))
        case 408, 425, 500, 502, 503, 504, 529:
            let error =
                Self.speaksOfLength(complaint)
                ? refused(complaint)
                : InferenceError(
                    .refused, "\(address) failed (status \(status))\(said); look at the server's log, or ask again")
            // Some servers fail where they should complain.
            let isComplaint = complaint.contains("response_format")
            return FailedAttempt(
                error: error, isTransient: error.code != .promptTooLong, retryAfter: retryAfter(response),
                complaint: isComplaint ? complaint : nil)
        default:
            return FailedAttempt(
                error: refused(complaint.isEmpty ? "status \(status)" : complaint), complaint: complaint)
        }
    }

    /// What a server said, short, on one line, and without anything of the prompt or the key, which some servers repeat.
    func quoted(_ complaint: String) -> String {
        let line = complaint.map { $0.isNewline ? " " : $0 }.filter { $0 == " " || !$0.isWhitespace }
        let short = String(String(line).prefix(240))
        if let secret = server.key.secret, short.contains(secret) { return "(a message that repeats the key)" }
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

    private func complaint(in response: HTTPClientResponse) async -> String {
        guard let body = try? await response.body.collect(upTo: 64 << 10) else { return "" }
        let data = Data(body.readableBytesView)
        return (try? JSONDecoder().decode(ServerComplaint.self, from: data))?.message ?? ""
    }

    private static func speaksOfLength(_ complaint: String) -> Bool {
        let text = complaint.lowercased()
        return ["context length", "context_length", "context window", "context size", "maximum context", "n_ctx"]
            .contains(where: text.contains)
    }

    /// Seconds, or a date.
    private func retryAfter(_ response: HTTPClientResponse) -> Duration? {
        guard let value = response.headers.first(name: "Retry-After") else { return nil }
        if let seconds = Double(value), seconds >= 0, seconds < 1e9 { return .seconds(seconds) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: value).map { .seconds(max(0, $0.timeIntervalSinceNow)) }
    }
}
