internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

extension ServerFailures {
    /// The failure that a status other than 200 stands for.
    func of(_ response: HTTPClientResponse) async throws -> FailedAttempt {
        let status = response.status.code
        let complaint = await complaint(in: response)
        let said = complaint.isEmpty ? "" : ": \(quoted(complaint))"
        switch status {
        case 300..<400:
            let target = response.headers.first(name: "Location").map { " to \(String($0.prefix(200)))" } ?? ""
            return FailedAttempt(error: badResponse("it redirects\(target); give the engine that address itself"))
        case 401: return FailedAttempt(error: unauthorized(said))
        case 403: return FailedAttempt(error: forbidden(said))
        case 404:
            return FailedAttempt(
                error: InferenceError(
                    .unknownModel,
                    "\(address) has no model “\(server.model)”, or is not the right address (status 404)\(said); “curl "
                        + "\(address)/models” lists what it has"))
        case 413:
            return FailedAttempt(
                error: InferenceError(
                    .promptTooLong,
                    "the request is larger than \(address) takes (status 413)\(said); ask with fewer snippets (--top-k)"
                ))
        case 429:
            return FailedAttempt(
                error: InferenceError(
                    .rateLimited, "\(address) takes no more requests now (status 429)\(said); ask again later"),
                transience: "takes no more requests now (status 429)", retryAfter: retryAfter(response))
        case 529:
            return FailedAttempt(
                error: InferenceError(
                    .rateLimited,
                    "\(address) is overloaded (status 529)\(said); ask again later, or choose another engine with --engine"
                ),
                transience: "is overloaded (status 529)", retryAfter: retryAfter(response))
        case 408, 425, 500, 502, 503, 504:
            let error =
                Self.speaksOfLength(complaint)
                ? refused(complaint)
                : InferenceError(
                    .refused, "\(address) failed (status \(status))\(said); look at the server's log, or ask again")
            // Some servers fail where they should complain.
            let isComplaint = complaint.contains("response_format")
            return FailedAttempt(
                error: error, transience: error.code == .promptTooLong ? nil : "failed (status \(status))",
                retryAfter: retryAfter(response), complaint: isComplaint ? complaint : nil)
        default:
            return FailedAttempt(
                error: refused(complaint.isEmpty ? "status \(status)" : complaint), complaint: complaint)
        }
    }

    /// The failure that a server reports within its answer.
    func reported(_ complaint: ServerComplaint, afterText hasText: Bool) -> any Error {
        if hasText { return brokenOff(quoted(complaint.message), afterText: true) }
        switch complaint.kind {
        case "authentication_error": return unauthorized(": \(quoted(complaint.message))")
        case "permission_error": return forbidden(": \(quoted(complaint.message))")
        case "overloaded_error", "rate_limit_error":
            return FailedAttempt(
                error: InferenceError(
                    .rateLimited, "\(address) is overloaded: \(quoted(complaint.message)); ask again later"),
                transience: "is overloaded")
        case "api_error", "timeout_error":
            return FailedAttempt(
                error: InferenceError(
                    .refused, "\(address) failed: \(quoted(complaint.message)); ask again, or look at its status page"),
                transience: "failed")
        default: return refused(complaint.message)
        }
    }

    private func unauthorized(_ said: String) -> InferenceError {
        guard let source = server.key.source else { return keyMissing(said) }
        return InferenceError(
            .unauthorized,
            "\(address) does not accept the key in \(source) (status 401)\(said); put the right one there")
    }

    private func forbidden(_ said: String) -> InferenceError {
        guard let source = server.key.source else { return keyMissing(said) }
        return InferenceError(
            .unauthorized,
            "\(address) does not let the key in \(source) use \(server.model) (status 403)\(said); use another key or model"
        )
    }

    private func keyMissing(_ said: String) -> InferenceError {
        let variables = server.api.keyVariables
        return InferenceError(
            .keyMissing,
            "\(address) wants a key\(said); set \(variables.joined(separator: " or ")) in the environment, or put it into a file "
                + "and name that in \(variables[variables.count - 1])_FILE")
    }

    private func complaint(in response: HTTPClientResponse) async -> String {
        guard let body = try? await response.body.collect(upTo: 64 << 10) else { return "" }
        let data = Data(body.readableBytesView)
        return (try? JSONDecoder().decode(ServerComplaint.self, from: data))?.message ?? ""
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
