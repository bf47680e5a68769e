internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Asks a server how many tokens its model takes, in the ways that servers have of saying so.
struct WindowSearch: Sendable {
    let server: RemoteServer

    init(_ server: RemoteServer) { self.server = server }

    /// The window; nil where the server says nothing, or not in time.
    func window() async -> Int? {
        let late = InferenceError(.timedOut, "no word of the window")
        let found = try? await Watchdog.run(server.limits.models, otherwise: late) { _ in
            let list = try await listed()
            return if let list { list } else { await byItsOwnWays() }
        }
        return found.flatMap { $0 }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// What the list of models says: vLLM, newer llama.cpp, OpenRouter, Groq, Anthropic.
    ///
    /// - Throws: where the server cannot be reached; then there is no point in further questions.
    private func listed() async throws -> Int? {
        let path = server.api == .anthropic ? "/models?limit=1000" : "/models"
        guard let body = try await bytes(of: server.request(path)),
            let list = try? JSONDecoder().decode(ModelList.self, from: body)
        else { return nil }
        return list.window(of: server.model)
    }

    /// What llama.cpp, Ollama and LM Studio say at addresses of their own.
    private func byItsOwnWays() async -> Int? {
        guard server.api == .openAI else { return nil }
        async let llama = get("/props", as: LlamaProperties.self)
        async let loaded = get("/api/ps", as: OllamaLoaded.self)
        async let shown = post("/api/show", as: OllamaModel.self)
        async let studio = get("/api/v0/models", as: StudioModels.self)
        if let window = await llama?.window { return window }
        if let window = await loaded?.window(of: server.model) { return window }
        if let window = await shown?.window { return window }
        return await studio?.window(of: server.model)
    }

    /// The address without the `/v1` of the OpenAI protocol.
    private var root: String {
        let address = server.address.absoluteString
        return address.hasSuffix("/v1") ? String(address.dropLast(3)) : address
    }

    private func get<Value: Decodable>(_ path: String, as type: Value.Type) async -> Value? {
        guard let body = try? await bytes(of: server.request(path, at: root)) else { return nil }
        return try? JSONDecoder().decode(type, from: body)
    }

    private func post<Value: Decodable>(_ path: String, as type: Value.Type) async -> Value? {
        var request = server.request(path, at: root)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        guard let question = try? JSONEncoder().encode(["model": server.model]) else { return nil }
        request.body = .bytes(ByteBuffer(bytes: question))
        guard let body = try? await bytes(of: request) else { return nil }
        return try? JSONDecoder().decode(type, from: body)
    }

    /// The body of a response; nil where it is a refusal.
    private func bytes(of request: HTTPClientRequest) async throws -> Data? {
        let response = try await server.execute(request)
        guard response.status == .ok else { return nil }
        guard let body = try? await response.body.collect(upTo: server.limits.longestLine) else { return nil }
        return Data(body.readableBytesView)
    }
}
