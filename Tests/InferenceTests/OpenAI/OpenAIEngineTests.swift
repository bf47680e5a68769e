import Foundation
import Inference
import Synchronization
import Testing

/// The engine against servers that do well.
struct OpenAIEngineTests {
    static func server(_ server: ScriptedServer, model: String = "gemma", key: String? = nil) throws -> RemoteServer {
        let environment = key.map { ["BESPOKE_API_KEY": $0] } ?? [:]
        var result = RemoteServer(
            address: try #require(URL(string: server.address + "/v1")), model: model,
            key: try ServerKey(environment: environment))
        result.limits.firstDelay = .milliseconds(10)
        result.limits.firstToken = .seconds(5)
        return result
    }

    @Test("An answer streams, with the server's counts")
    func streams() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            for piece in ["Grüße", " aus", " 東京", " 🦜"] { connection.sendPiece(piece) }
            connection.sendPiece("", finish: "length")
            connection.send("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":4}}\n\n")
            connection.send("data: [DONE]\n\n")
        }
        let engine = OpenAIEngine(try Self.server(server, key: "secret-key-123"))
        let answer = try await engine.answer(
            GenerationRequest(messages: [ChatMessage(.system, "Be kind."), ChatMessage(.user, "Hi")], stop: ["END"]))
        #expect(answer.pieces == ["Grüße", " aus", " 東京", " 🦜"])
        #expect(answer.summary == GenerationSummary(reason: .tokenLimit, promptTokens: 7, answerTokens: 4))

        let request = try #require(server.requests.first)
        #expect(request.line == "POST /v1/chat/completions HTTP/1.1")
        #expect(request.headers["authorization"] == "Bearer secret-key-123")
        #expect(request.json["model"] as? String == "gemma")
        #expect(request.json["stream"] as? Bool == true)
        #expect(request.json["max_tokens"] as? Int == 512)
        #expect(request.json["temperature"] as? Double == 0)
        #expect(request.json["stop"] as? [String] == ["END"])
        let messages = request.json["messages"] as? [[String: String]]
        #expect(messages == [["role": "system", "content": "Be kind."], ["role": "user", "content": "Hi"]])
    }

    @Test("A server that does not stream is understood")
    func whole() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.respond(200, #"{"choices":[{"message":{"content":"Hello."},"finish_reason":"stop"}]}"#)
        }
        let answer = try await OpenAIEngine(try Self.server(server)).answer(.asking("Hi"))
        #expect(answer.text == "Hello.")
        #expect(answer.summary?.reason == .endOfText)
    }

    @Test("A request without a key has no Authorization")
    func noKey() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            connection.sendPiece("x", finish: "stop")
        }
        _ = try await OpenAIEngine(try Self.server(server)).answer(.asking("Hi"))
        #expect(server.requests.first?.headers["authorization"] == nil)
    }

    @Test("What a server does not take is left out or spelled as it wants it")
    func adapts() async throws {
        let server = try ScriptedServer { request, _, connection in
            if request.json["max_tokens"] != nil {
                connection.respond(400, #"{"error":{"message":"use 'max_completion_tokens' instead of 'max_tokens'"}}"#)
            } else if request.json["stream_options"] != nil {
                connection.respond(422, #"{"detail":"stream_options: extra fields not permitted"}"#)
            } else {
                connection.beginEvents()
                connection.sendPiece("ok", finish: "stop")
            }
        }
        let answer = try await OpenAIEngine(try Self.server(server)).answer(.asking("Hi", tokens: 9))
        #expect(answer.text == "ok")
        #expect(server.requests.count == 3)
        #expect(server.requests.last?.json["max_completion_tokens"] as? Int == 9)
    }

    @Test(
        "The window is what the list of models says",
        arguments: [
            (#"{"data":[{"id":"gemma","meta":{"n_ctx":4096,"n_ctx_train":131072}}]}"#, 4096),
            (#"{"data":[{"id":"other","max_model_len":1},{"id":"gemma","max_model_len":32768}]}"#, 32768),
            (#"{"data":[{"id":"gemma","context_length":16384}]}"#, 16384),
            (#"{"data":[{"id":"file.gguf","max_model_len":2048}]}"#, 2048),
            (#"{"data":[{"id":"gemma"}]}"#, 8192),
            (#"{"data":[]}"#, 8192),
            ("not json", 8192),
        ])
    func window(models: String, expected: Int) async throws {
        let server = try ScriptedServer { request, _, connection in
            connection.respond(request.line.hasPrefix("GET /v1/models ") ? 200 : 404, models)
        }
        var patient = try Self.server(server)
        patient.limits.models = .seconds(60)
        #expect(await OpenAIEngine.connecting(to: patient).contextLength == expected)
    }

    @Test("A silent or missing server costs the list of models, not the engine")
    func noModels() async throws {
        let server = try ScriptedServer { _, _, connection in _ = connection.waitForClose(seconds: 5) }
        var silent = try Self.server(server)
        silent.limits.models = .milliseconds(200)
        #expect(await OpenAIEngine.connecting(to: silent).contextLength == 8192)
        let port = try ScriptedServer.freePort()
        let address = try #require(URL(string: "http://127.0.0.1:\(port)/v1"))
        let missing = RemoteServer(address: address, model: "m", key: try ServerKey(environment: [:]))
        #expect(await OpenAIEngine.connecting(to: missing).contextLength == 8192)
    }

    @Test("Cancelling the consumer closes the connection within a moment")
    func cancellation() async throws {
        let isClosed = Mutex(false)
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            connection.sendPiece("one")
            let closed = connection.waitForClose(seconds: 10)
            isClosed.withLock { $0 = closed }
        }
        let engine = OpenAIEngine(try Self.server(server))
        let task = Task {
            for try await event in engine.generate(.asking("Hi")) {
                if case .text = event { return }
            }
        }
        try await task.value
        try await eventually { isClosed.withLock { $0 } }
    }
}

/// Waits until something holds, five seconds at most.
func eventually(_ condition: () -> Bool) async throws {
    for _ in 0..<100 where !condition() { try await Task.sleep(for: .milliseconds(50)) }
    #expect(condition())
}
