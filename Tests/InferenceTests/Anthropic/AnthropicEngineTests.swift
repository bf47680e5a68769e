import Foundation
import Inference
import Testing

/// The engine of the Messages API against servers that do well.
struct AnthropicEngineTests {
    static func server(
        _ server: ScriptedServer, model: String = "claude", key: String? = "sk-ant-secret-0123456789"
    ) throws -> RemoteServer {
        let environment = key.map { ["ANTHROPIC_API_KEY": $0] } ?? [:]
        var result = RemoteServer(
            .anthropic, address: try #require(URL(string: server.address + "/v1")), model: model,
            key: try ServerKey(for: .anthropic, environment: environment))
        result.limits.firstDelay = .milliseconds(10)
        result.limits.firstToken = .seconds(5)
        return result
    }

    /// As docs.claude.com has it under “Streaming Messages”, with a block of thoughts and events that nobody knows.
    static let events = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":7,"cache_read_input_tokens":100,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me see."}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: ping
        data: {"type": "ping"}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Grüße"}}

        event: news_of_next_year
        data: {"type":"news_of_next_year","text":"no"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" 東京 🦜"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"STOP","stop_sequence":null},"usage":{"output_tokens":15}}

        event: message_stop
        data: {"type":"message_stop"}


        """

    private static func scripted(stop: String = "end_turn") throws -> ScriptedServer {
        try ScriptedServer { _, _, connection in
            connection.beginEvents()
            connection.send(events.replacing("STOP", with: stop))
            _ = connection.waitForClose(seconds: 2)
        }
    }

    @Test("An answer streams without the thoughts, with the server's counts, those of its cache among them")
    func streams() async throws {
        let server = try Self.scripted()
        let engine = AnthropicEngine(try Self.server(server))
        var request = GenerationRequest(
            messages: [ChatMessage(.system, "Be kind."), ChatMessage(.user, "Hi")], maximumTokens: 99,
            stop: ["END", "\n"])
        request.sampling.temperature = 0.5
        let answer = try await engine.answer(request)
        #expect(answer.pieces == ["Grüße", " 東京 🦜"])
        #expect(
            answer.summary
                == GenerationSummary(
                    reason: .endOfText, promptTokens: 132, answerTokens: 15, cacheReadTokens: 100, cacheWriteTokens: 7))

        let sent = try #require(server.requests.first)
        #expect(sent.line == "POST /v1/messages HTTP/1.1")
        #expect(sent.headers["x-api-key"] == "sk-ant-secret-0123456789")
        #expect(sent.headers["authorization"] == nil)
        #expect(sent.headers["anthropic-version"] == "2023-06-01")
        #expect(
            Set(sent.json.keys) == [
                "model", "max_tokens", "system", "messages", "stream", "temperature", "top_k", "stop_sequences",
            ])
        #expect(sent.json["system"] as? String == "Be kind.")
        #expect(sent.json["messages"] as? [[String: String]] == [["role": "user", "content": "Hi"]])
        #expect(sent.json["max_tokens"] as? Int == 99)
        #expect(sent.json["temperature"] as? Double == 0.5)
        #expect(sent.json["top_k"] as? Int == 40)
        // White space alone is refused by the API, and looked for here.
        #expect(sent.json["stop_sequences"] as? [String] == ["END"])
    }

    @Test(
        "Why an answer ended is understood",
        arguments: [
            ("end_turn", GenerationSummary.Reason.endOfText), ("max_tokens", .tokenLimit),
            ("model_context_window_exceeded", .tokenLimit), ("stop_sequence", .stopString),
            ("a_reason_of_next_year", .endOfText),
        ])
    func reasons(stop: String, expected: GenerationSummary.Reason) async throws {
        let server = try Self.scripted(stop: stop)
        let answer = try await AnthropicEngine(try Self.server(server)).answer(.asking("Hi"))
        #expect(answer.summary?.reason == expected)
    }

    @Test("A stop string of white space ends the answer here, wherever the pieces are cut")
    func whiteSpaceStop() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            for text in ["One.", "\n", "\nTwo."] {
                connection.send(
                    #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text.replacing("\n", with: "\\n"))"}}"#
                        + "\n\n")
            }
            _ = connection.waitForClose(seconds: 5)
        }
        let answer = try await AnthropicEngine(try Self.server(server)).answer(.asking("Hi", stop: ["\n\n"]))
        #expect(answer.text == "One.")
        #expect(answer.summary?.reason == .stopString)
        #expect(answer.summary?.isEstimated == true)
    }

    @Test("A server that does not stream is understood")
    func whole() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.respond(
                200,
                #"""
                {"id":"msg_1","type":"message","role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"E"},
                {"type":"text","text":"Hello."}],"stop_reason":"max_tokens","usage":{"input_tokens":3,"output_tokens":2}}
                """#)
        }
        let answer = try await AnthropicEngine(try Self.server(server)).answer(.asking("Hi"))
        #expect(answer.text == "Hello.")
        #expect(answer.summary == GenerationSummary(reason: .tokenLimit, promptTokens: 3, answerTokens: 2))
    }

    @Test("What a model does not take any more is left out")
    func adapts() async throws {
        let server = try ScriptedServer { request, _, connection in
            guard request.json["temperature"] == nil else {
                return connection.respond(
                    400,
                    #"{"type":"error","error":{"type":"invalid_request_error","message":"`temperature` is deprecated for this model"}}"#
                )
            }
            connection.beginEvents()
            connection.send(Self.events.replacing("STOP", with: "end_turn"))
        }
        let answer = try await AnthropicEngine(try Self.server(server)).answer(.asking("Hi"))
        #expect(answer.text == "Grüße 東京 🦜")
        #expect(server.requests.count == 2)
    }

    @Test("What the API cannot do is refused by its name, and the server is not asked")
    func beyondTheAPI() async throws {
        let server = try Self.scripted()
        let engine = AnthropicEngine(try Self.server(server))
        func request(_ change: (inout GenerationRequest) -> Void) -> GenerationRequest {
            var request = GenerationRequest.asking("Hi")
            change(&request)
            return request
        }
        for (request, name) in [
            (request { $0.sampling.seed = 7 }, "seed"), (request { $0.constraint = .jsonSchema("{}") }, "constraint"),
            (request { $0.sampling.logitBias = [.id(1): 1] }, "logit bias"),
            (request { $0.topLogProbabilities = 2 }, "log-probabilities"),
            (request { $0.sampling.temperature = 1.5 }, "temperature above 1"),
        ] {
            let error = try #require(await engine.failure(request))
            #expect(error.code == .unsupportedRequest)
            #expect(error.message.contains("takes no") && error.message.contains(name), "\(error.message)")
        }
        #expect(await engine.failure(request { $0.topLogProbabilities = -1 })?.code == .invalidRequest)
        #expect(server.requests.isEmpty)
    }
}
