import Foundation
import Inference
import Testing

/// The engine of the Messages API against servers that do badly.
struct AnthropicFailureTests {
    private static let question = "What is the fully confidential salary of Ms Larkfield this year?"
    private static let key = "sk-ant-very-secret-0123456789"

    private static func failure(
        key: String? = key, _ change: (inout RemoteLimits) -> Void = { _ in },
        _ handler: @escaping @Sendable (ScriptedServer.Request, Int, Connection) -> Void
    ) async throws -> (error: InferenceError, requests: Int) {
        let server = try ScriptedServer(handler)
        var description = try AnthropicEngineTests.server(server, key: key)
        change(&description.limits)
        let error = try #require(await AnthropicEngine(description).failure(.asking(question)))
        #expect(!error.message.contains("Larkfield"))
        if let key { #expect(!error.message.contains(key)) }
        return (error, server.requests.count)
    }

    private static func complaint(_ kind: String, _ message: String) -> String {
        #"{"type":"error","error":{"type":"\#(kind)","message":"\#(message)"},"request_id":"req_1"}"#
    }

    @Test(
        "Each status says what is wrong and what to do",
        arguments: [
            (400, "invalid_request_error", "bad thing", InferenceError.Code.refused, 1, "“bad thing”"),
            (
                400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum", .promptTooLong, 1,
                "--top-k"
            ),
            (401, "authentication_error", "invalid x-api-key", .unauthorized, 1, "the key in ANTHROPIC_API_KEY"),
            (403, "permission_error", "not yours", .unauthorized, 1, "use another key or model"),
            (404, "not_found_error", "model: claude", .unknownModel, 1, "has no model “claude”"),
            (413, "request_too_large", "Request exceeds the maximum size", .promptTooLong, 1, "--top-k"),
            (429, "rate_limit_error", "too many", .rateLimited, 4, "ask again later"),
            (500, "api_error", "Internal server error", .refused, 4, "ask again"),
            (529, "overloaded_error", "Overloaded", .rateLimited, 4, "is overloaded"),
        ])
    func statuses(
        status: Int, kind: String, message: String, code: InferenceError.Code, attempts: Int, part: String
    ) async throws {
        let (error, requests) = try await Self.failure { _, _, connection in
            connection.respond(status, Self.complaint(kind, message))
        }
        #expect(error.code == code)
        #expect(error.message.contains(part), "\(error.message)")
        #expect(requests == attempts)
    }

    @Test("A wanted key that is missing: which variable to set, and that a file will do")
    func keyMissing() async throws {
        let (error, _) = try await Self.failure(key: nil) { _, _, connection in
            connection.respond(401, Self.complaint("authentication_error", "x-api-key header is required"))
        }
        #expect(error.code == .keyMissing)
        #expect(error.message.contains("set ANTHROPIC_API_KEY in the environment"))
        #expect(error.message.contains("ANTHROPIC_API_KEY_FILE"))
    }

    @Test("A key that the server repeats, whole or in part, is not quoted", arguments: [29, 20, 12])
    func repeatedKey(length: Int) async throws {
        let (error, _) = try await Self.failure { _, _, connection in
            connection.respond(
                401, Self.complaint("authentication_error", "no key \(Self.key.prefix(length)) here"))
        }
        #expect(!error.message.contains(Self.key.prefix(10)))
        #expect(error.message.contains("(a message that repeats the key)"))
    }

    @Test("An error inside the stream is asked about again before any text, and reported after it")
    func errorInStream() async throws {
        let overloaded = "event: error\ndata: \(Self.complaint("overloaded_error", "Overloaded"))\n\n"
        let (before, requests) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.send(overloaded)
        }
        #expect(before.code == .rateLimited)
        #expect(requests == 4)
        let (after, again) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.send(
                #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one"}}"# + "\n\n")
            connection.send(overloaded)
        }
        #expect(after.code == .brokenOff)
        #expect(again == 1)
    }

    @Test("A model that declines is an error that says so")
    func refusal() async throws {
        let (error, _) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.send(
                #"data: {"type":"message_delta","delta":{"stop_reason":"refusal"},"usage":{"output_tokens":1}}"#
                    + "\n\n"
            )
        }
        #expect(error.code == .refused)
        #expect(error.message.contains("declined to answer"))
    }

    @Test("A stream that breaks off is not taken for whole")
    func breaksOff() async throws {
        let (error, requests) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.send(
                #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"The"}}"# + "\n\n")
        }
        #expect(error.code == .brokenOff)
        #expect(requests == 1)
    }

    @Test("Pings are no sign that an answer comes; thoughts are")
    func pings() async throws {
        let (pinged, _) = try await Self.failure {
            $0.firstToken = .milliseconds(400)
        } _: { _, _, connection in
            connection.beginEvents()
            for _ in 0..<20 where connection.send("event: ping\ndata: {\"type\":\"ping\"}\n\n") { usleep(100_000) }
        }
        #expect(pinged.code == .timedOut)

        let thinking = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            for _ in 0..<8 {
                connection.send(
                    #"data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"#
                        + "\n\n")
                usleep(100_000)
            }
            connection.send(AnthropicEngineTests.events.replacing("STOP", with: "end_turn"))
        }
        var patient = try AnthropicEngineTests.server(thinking)
        patient.limits.firstToken = .milliseconds(400)
        #expect(try await AnthropicEngine(patient).answer(.asking("Hi")).text == "Grüße 東京 🦜")
    }

    @Test(
        "What is not of the protocol is a bad response",
        arguments: ["data: garbage\n\n", "data: {\"a\":1}\n\n", "data: [1,2]\n\n", "data: [DONE]\n\n"])
    func garbage(stream: String) async throws {
        let (error, _) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.send(stream)
        }
        #expect(error.code == .badResponse)
        #expect(error.message.contains("Messages API"))
    }
}
