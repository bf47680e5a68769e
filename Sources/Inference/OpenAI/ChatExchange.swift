internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// One request for an answer, with its attempts.
struct ChatExchange: Sendable {
    let server: OpenAIServer
    let request: GenerationRequest
    private let schema: AnswerSchema?

    /// - Throws: `invalidRequest` or `unsupportedRequest` for a constraint that a server cannot be asked to meet.
    init(server: OpenAIServer, request: GenerationRequest) throws {
        self.server = server
        self.request = request
        schema = try AnswerSchema(request.constraint)
    }

    private var limits: OpenAILimits { server.limits }
    private var failures: ServerFailures { ServerFailures(server: server, request: request) }

    /// Asks until there is an answer or no hope.
    ///
    /// - Parameter onEvent: called with each piece of text, and each token that is to be reported.
    func run(_ onEvent: @escaping @Sendable (GenerationEvent) -> Void) async throws -> GenerationSummary {
        try await Watchdog.run(limits.total, otherwise: failures.timedOut("finished no answer", limits.total)) { _ in
            var body = try ChatCompletionBody(request, schema: schema, model: server.model)
            var attempt = 1
            while true {
                do {
                    return try await once(body, onEvent)
                } catch let failure as FailedAttempt {
                    if let adapted = failure.complaint.flatMap(body.adapted) {
                        body = adapted
                        continue
                    }
                    let delay = failure.retryAfter ?? Backoff.delay(after: attempt, limits)
                    guard failure.isTransient, attempt < limits.attempts, delay <= limits.longestDelay else {
                        throw failure.error
                    }
                    try await Task.sleep(for: delay)
                    attempt += 1
                }
            }
        }
    }

    private func once(
        _ body: ChatCompletionBody, _ onEvent: @escaping @Sendable (GenerationEvent) -> Void
    ) async throws -> GenerationSummary {
        var request = server.request("/chat/completions")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "text/event-stream")
        request.body = .bytes(ByteBuffer(bytes: try body.encoded()))
        let prepared = request
        let late = failures.timedOut("sent no text", limits.firstToken)
        return try await Watchdog.run(limits.firstToken, otherwise: late) { watchdog in
            let response: HTTPClientResponse
            do {
                response = try await HTTPConnection.engines.execute(prepared, deadline: .distantFuture)
            } catch {
                try Task.checkCancellation()
                throw failures.unreachable(error)
            }
            guard response.status.code == 200 else { throw try await failures.of(response) }
            let type = response.headers.first(name: "Content-Type")?.lowercased() ?? ""
            if type.contains("json") { return try await whole(response, onEvent) }
            guard type.isEmpty || type.contains("event-stream") else {
                throw failures.badResponse("it sent \(type.prefix(60)) where an answer was due")
            }
            return try await stream(response.body, watchdog, onEvent)
        }
    }

    private func stream(
        _ body: HTTPClientResponse.Body, _ watchdog: Watchdog, _ onEvent: @Sendable (GenerationEvent) -> Void
    ) async throws -> GenerationSummary {
        var events = ServerSentEvents(longestLine: limits.longestLine)
        var answer = ChatAnswer(request: request, schema: schema, failures: failures)
        do {
            for try await piece in body {
                for event in try events.push(piece.readableBytesView) where !answer.isDone {
                    try answer.read(event, onEvent)
                }
                answer.endIfTooLong()
                if answer.isDone { return try answer.end(onEvent) }
                if answer.hasText {
                    watchdog.allow(limits.idle, otherwise: failures.timedOut("fell silent", limits.idle))
                }
            }
            if let event = events.finish() { try answer.read(event, onEvent) }
        } catch is ServerSentEvents.LineTooLong {
            throw failures.badResponse("it sent a line of more than \(limits.longestLine) bytes")
        } catch let error where error is InferenceError || error is FailedAttempt || error is CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw failures.brokenOff(HTTPConnection.reason(error), afterText: answer.hasText)
        }
        return try answer.end(onEvent)
    }

    /// The answer of a server that does not stream.
    private func whole(
        _ response: HTTPClientResponse, _ onEvent: @Sendable (GenerationEvent) -> Void
    ) async throws -> GenerationSummary {
        let bytes: ByteBuffer
        do {
            bytes = try await response.body.collect(upTo: limits.longestLine)
        } catch {
            try Task.checkCancellation()
            throw failures.brokenOff(HTTPConnection.reason(error), afterText: false)
        }
        var answer = ChatAnswer(request: request, schema: schema, failures: failures)
        try answer.read(Array(bytes.readableBytesView), onEvent)
        return try answer.end(onEvent)
    }
}

/// An attempt that brought no text.
struct FailedAttempt: Error {
    /// What is reported when it was the last.
    var error: InferenceError
    /// Whether another attempt may do better.
    var isTransient = false
    /// The wait that the server asked for.
    var retryAfter: Duration?
    /// What the server complained about in the request.
    var complaint: String?
}

/// Waits between attempts.
enum Backoff {
    /// Twice as long after each attempt, and up to a half more, so that clients do not come back together.
    static func delay(after attempt: Int, _ limits: OpenAILimits) -> Duration {
        let doubled = limits.firstDelay * (1 << min(attempt - 1, 16))
        return min(doubled * Double.random(in: 1...1.5), limits.longestDelay)
    }
}
