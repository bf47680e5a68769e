import Foundation
import Inference
import Testing

/// Constraints, biases and log-probabilities on servers.
struct OpenAIRequestTests {
    private static let schema =
        #"{"type": "object", "properties": {"z": {"type": "integer"}, "a": {"type": "string"}}, "required": ["z", "a"]}"#

    private func request(
        _ constraint: GenerationConstraint? = nil, top: Int? = nil, bias: [SamplingSettings.Token: Double] = [:]
    ) -> GenerationRequest {
        var request = GenerationRequest.asking("Hi")
        request.constraint = constraint
        request.topLogProbabilities = top
        request.sampling.logitBias = bias
        return request
    }

    /// A server that answers in one piece.
    private func server(_ text: String) throws -> ScriptedServer {
        try ScriptedServer { _, _, connection in
            connection.beginEvents()
            connection.sendPiece(text, finish: "stop")
        }
    }

    @Test("Nothing of it is sent that is not asked for")
    func plain() async throws {
        let server = try server("Hello.")
        _ = try await OpenAIEngine(try OpenAIEngineTests.server(server)).answer(request())
        let keys = try #require(server.requests.first).json.keys
        for key in ["response_format", "logit_bias", "logprobs", "top_logprobs"] { #expect(!keys.contains(key)) }
    }

    @Test("A schema is sent as it is, its properties in their order")
    func schema() async throws {
        let server = try server("{\n  \"z\": 1,\n  \"a\": \"\\u00e9\"\n}")
        let answer = try await OpenAIEngine(try OpenAIEngineTests.server(server)).answer(
            request(.jsonSchema(Self.schema)))
        #expect(answer.summary?.reason == .endOfText)
        let sent = try #require(server.requests.first)
        let format = try #require(sent.json["response_format"] as? [String: Any])
        #expect(format["type"] as? String == "json_schema")
        let described = try #require(format["json_schema"] as? [String: Any])
        #expect(described["strict"] as? Bool == true)
        #expect(String(decoding: sent.body, as: UTF8.self).contains(Self.schema))
    }

    @Test(
        "A server that knows the older way only is asked in that",
        arguments: [
            (422, #"{"detail":[{"type":"literal_error","loc":["body","response_format",0],"msg":"no","input":"x"}]}"#),
            (400, #"{"error":{"message":"response_format.type must be json_object"}}"#),
            (500, #"{"error":{"message":"1 validation error: ('body', 'response_format', 'type')"}}"#),
        ])
    func olderWay(status: Int, complaint: String) async throws {
        let server = try ScriptedServer { request, _, connection in
            let format = request.json["response_format"] as? [String: Any]
            guard format?["type"] as? String == "json_object", format?["schema"] is [String: Any] else {
                return connection.respond(status, complaint)
            }
            connection.beginEvents()
            connection.sendPiece(#"{"z": 1, "a": ""}"#, finish: "stop")
        }
        let engine = OpenAIEngine(try OpenAIEngineTests.server(server))
        #expect(try await engine.answer(request(.jsonSchema(Self.schema))).text == #"{"z": 1, "a": ""}"#)
        #expect(server.requests.count == 2)
    }

    @Test("A server that knows neither way is an error with its words")
    func neitherWay() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.respond(400, #"{"error":{"message":"response_format is unknown here"}}"#)
        }
        let error = try #require(
            await OpenAIEngine(try OpenAIEngineTests.server(server)).failure(request(.jsonSchema(Self.schema))))
        #expect(error.code == .refused)
        #expect(error.message.contains("response_format is unknown here"))
    }

    @Test(
        "An answer that does not keep to the schema is an error",
        arguments: ["Hello.", #"{"z": "1", "a": ""}"#, #"{"z": 1, "a": ""} Done."#, ""])
    func ignoredSchema(text: String) async throws {
        let server = try server(text)
        let error = try #require(
            await OpenAIEngine(try OpenAIEngineTests.server(server)).failure(request(.jsonSchema(Self.schema))))
        #expect(error.code == .unsupportedRequest)
        #expect(error.message.contains("was asked for answers that keep to a JSON Schema"))
    }

    @Test("Of a schema that the native runtime does not understand, JSON is asked for at least")
    func furtherSchema() async throws {
        let schema = GenerationConstraint.jsonSchema(#"{"type": "integer", "minimum": 3}"#)
        let good = try server("4")
        #expect(try await OpenAIEngine(try OpenAIEngineTests.server(good)).answer(request(schema)).text == "4")
        let bad = try server("four")
        #expect(
            await OpenAIEngine(try OpenAIEngineTests.server(bad)).failure(request(schema))?.code == .unsupportedRequest)
    }

    @Test("What the protocol does not know is an error, and the server is not asked")
    func beyondTheProtocol() async throws {
        let server = try server("x")
        let engine = OpenAIEngine(try OpenAIEngineTests.server(server))
        for (request, code) in [
            (request(.regularExpression("a|b")), .unsupportedRequest),
            (request(.spans(of: ["a b"])), .unsupportedRequest),
            (request(bias: [.text(" Paris"): 1]), .unsupportedRequest), (request(.jsonSchema("{")), .invalidRequest),
            (request(.jsonSchema(#"{"type": "text"}"#)), .invalidRequest),
            (request(.jsonSchema("{" + String(repeating: " ", count: 300_000))), .invalidRequest),
            (request(top: -1), .invalidRequest), (request(bias: [.id(1): .nan]), .invalidRequest),
        ] as [(GenerationRequest, InferenceError.Code)] {
            #expect(await engine.failure(request)?.code == code)
        }
        #expect(server.requests.isEmpty)
    }

    @Test("Biases go by number, within what the protocol allows")
    func bias() async throws {
        let server = try server("x")
        _ = try await OpenAIEngine(try OpenAIEngineTests.server(server))
            .answer(request(bias: [.id(7): -.infinity, .id(50_256): 2.5, .id(0): 1000]))
        let sent = try #require(server.requests.first?.json["logit_bias"] as? [String: Double])
        #expect(sent == ["7": -100, "50256": 2.5, "0": 100])
    }

    @Test("Log-probabilities are read back, sorted and cut to what was asked for", arguments: [true, false])
    func logProbabilities(streams: Bool) async throws {
        let content = #"""
            {"content":[{"token":"Hi","bytes":[72,105],"logprob":-0.5,"top_logprobs":[
              {"token":"Ho","bytes":null,"logprob":-1.5},{"token":"Hi","logprob":-0.5},{"token":"He","logprob":-9}]}]}
            """#.replacing("\n", with: "")
        let server = try ScriptedServer { _, _, connection in
            guard streams else {
                return connection.respond(
                    200, #"{"choices":[{"message":{"content":"Hi"},"logprobs":\#(content),"finish_reason":"stop"}]}"#)
            }
            connection.beginEvents()
            connection.send(#"data: {"choices":[{"delta":{"content":"Hi"},"logprobs":\#(content)}]}"# + "\n\n")
            connection.sendPiece("", finish: "stop")
        }
        let engine = OpenAIEngine(try OpenAIEngineTests.server(server))
        let answer = try await engine.answer(request(top: 2))
        let (hi, ho) = (
            TokenLikelihood(id: nil, bytes: Array("Hi".utf8), logProbability: -0.5),
            TokenLikelihood(id: nil, bytes: Array("Ho".utf8), logProbability: -1.5)
        )
        #expect(answer.tokens == [GeneratedToken(hi, likeliest: [hi, ho])])
        #expect(answer.text == "Hi")
        let sent = try #require(server.requests.first).json
        #expect(sent["logprobs"] as? Bool == true && sent["top_logprobs"] as? Int == 2)
        #expect(try await engine.answer(request()).tokens.isEmpty)
    }

    @Test("A server that gives no log-probabilities is an error; one that was not asked may send anything as such")
    func noLogProbabilities() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            connection.send(#"data: {"choices":[{"delta":{"content":"Hi"},"logprobs":[3]}]}"# + "\n\n")
            connection.send(
                #"data: {"choices":[{"delta":{},"logprobs":{"tokens":["a"]},"finish_reason":"stop"}]}"# + "\n\n")
        }
        let engine = OpenAIEngine(try OpenAIEngineTests.server(server))
        let error = try #require(await engine.failure(request(top: 3)))
        #expect(error.code == .unsupportedRequest)
        #expect(error.message.contains("was asked for log-probabilities"))
        #expect(try await engine.answer(request()).text == "Hi")
    }
}
