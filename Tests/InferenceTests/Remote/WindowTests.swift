import Foundation
import Inference
import Testing

/// How many tokens a server takes, found out in its own way.
struct WindowTests {
    /// A server with these answers by path, and 404 for all others.
    private static func server(_ answers: [String: String], api: RemoteAPI = .openAI) throws -> (
        ScriptedServer, RemoteServer
    ) {
        let server = try ScriptedServer { request, _, connection in
            let path = request.line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            guard let body = answers[path] else { return connection.respond(404, "{}") }
            connection.respond(200, body)
        }
        var described = RemoteServer(
            api, address: try #require(URL(string: server.address + "/v1")), model: "gemma",
            key: try ServerKey(for: api, environment: [:]))
        described.limits.models = .seconds(60)
        return (server, described)
    }

    @Test(
        "llama.cpp, Ollama, LM Studio and Anthropic are understood",
        arguments: [
            (["/props": #"{"default_generation_settings":{"n_ctx":2048,"params":{}},"total_slots":4}"#], 2048),
            (["/api/ps": #"{"models":[{"name":"gemma:latest","context_length":16384}]}"#], 16384),
            (
                [
                    "/api/ps": #"{"models":[]}"#,
                    "/api/show":
                        #"{"parameters":"stop  \"x\"\nnum_ctx                        8000","model_info":{"gemma3.context_length":131072,"general.name":"g"}}"#,
                ], 8000
            ),
            // What the model was made for is not what Ollama loads it with.
            (["/api/show": #"{"model_info":{"gemma3.context_length":131072,"tokenizer.ggml.tokens":null}}"#], 4096),
            (["/api/show": #"{"model_info":{"gemma3.context_length":2048}}"#], 2048),
            (
                [
                    "/api/v0/models":
                        #"{"data":[{"id":"gemma","max_context_length":131072,"loaded_context_length":5000}]}"#
                ],
                5000
            ),
            (
                [
                    "/v1/models": #"{"data":[{"id":"gemma"}]}"#,
                    "/props": #"{"default_generation_settings":{"n_ctx":512}}"#,
                ], 512
            ),
            (["/v1/models": #"{"data":[{"id":"gemma","max_model_len":700}]}"#, "/props": "boom"], 700),
        ] as [([String: String], Int)])
    func found(answers: [String: String], expected: Int) async throws {
        let (server, described) = try Self.server(answers)
        let engine = await OpenAIEngine.connecting(to: described)
        #expect(engine.contextLength == expected)
        #expect(!engine.isContextLengthAssumed)
        withExtendedLifetime(server) {}
    }

    @Test("A list of Anthropic's models names the window of each")
    func anthropic() async throws {
        let (server, described) = try Self.server(
            [
                "/v1/models?limit=1000":
                    #"{"data":[{"type":"model","id":"other","max_input_tokens":1},{"type":"model","id":"gemma","max_input_tokens":200000}],"has_more":false}"#
            ], api: .anthropic)
        #expect(await AnthropicEngine.connecting(to: described).contextLength == 200_000)
        #expect(server.requests.count == 1)
    }

    @Test(
        "A setting stands in for a server that says nothing, and narrows one that does; else the guess is said to be one"
    )
    func setting() async throws {
        let (silent, described) = try Self.server([:])
        let guessed = await OpenAIEngine.connecting(to: described)
        #expect(guessed.contextLength == 8192)
        #expect(guessed.isContextLengthAssumed)
        let set = await OpenAIEngine.connecting(to: described, setting: 32_768)
        #expect(set.contextLength == 32_768)
        #expect(!set.isContextLengthAssumed)
        let (open, wide) = try Self.server(["/v1/models": #"{"data":[{"id":"gemma","max_model_len":10000}]}"#])
        #expect(await OpenAIEngine.connecting(to: wide, setting: 4000).contextLength == 4000)
        #expect(await OpenAIEngine.connecting(to: wide, setting: 40_000).contextLength == 10_000)
        withExtendedLifetime((silent, open)) {}
    }
}
