internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// An engine on a server that speaks the OpenAI protocol: llama.cpp, vLLM, Ollama, LM Studio, OpenAI and many others.
public struct OpenAIEngine: Engine {
    public let name: String
    public let sizeClass: EngineSizeClass
    public let contextLength: Int

    private let server: OpenAIServer

    /// The window that is taken for granted where the server does not say.
    package static let defaultContextLength = 8192

    /// Creates an engine without asking the server anything.
    package init(_ server: OpenAIServer, contextLength: Int = defaultContextLength) {
        self.server = server
        self.contextLength = contextLength
        name = EngineSpecification.openAI(address: server.address, model: server.model).description
        sizeClass = ModelNameSize.sizeClass(of: server.model)
    }

    /// Creates an engine whose window is what the server's list of models says, or the default where that list is silent or
    /// does not come in time: the server need not be running yet.
    package static func connecting(to server: OpenAIServer) async -> OpenAIEngine {
        OpenAIEngine(server, contextLength: await window(of: server) ?? defaultContextLength)
    }

    /// A safe upper estimate, as the server's tokenizer is not known.
    public func tokenCount(of messages: [ChatMessage]) throws -> Int { TokenEstimate.upperBound(of: messages) }

    /// Asks the server; requests that fail before the first piece of text are tried again, with growing waits.
    ///
    /// Counts of tokens are the server's, else estimates.
    ///
    /// A constraint is a JSON Schema, and biased tokens are named by number: the protocol has nothing else.
    ///
    /// - Throws: in the stream, `invalidRequest`, `unsupportedRequest`, `unauthorized`, `keyMissing`, `refused`, `unknownModel`, `promptTooLong`, `unreachable`,
    ///   `timedOut`, `brokenOff`, `rateLimited`, `badResponse`, or `CancellationError`.
    public func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    let summary = try await ChatExchange(server: server, request: request).run {
                        continuation.yield($0)
                    }
                    continuation.yield(.finished(summary))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private static func window(of server: OpenAIServer) async -> Int? {
        let late = InferenceError(.timedOut, "no list of models")
        return try? await Watchdog.run(server.limits.models, otherwise: late) { _ in
            let request = server.request("/models")
            let response = try await HTTPConnection.engines.execute(request, deadline: .distantFuture)
            guard response.status == .ok else { return nil }
            let body = try await response.body.collect(upTo: server.limits.longestLine)
            let list = try JSONDecoder().decode(ModelList.self, from: Data(body.readableBytesView))
            let entry = list.data.first { $0.id == server.model } ?? (list.data.count == 1 ? list.data.first : nil)
            return entry?.window.flatMap { $0 > 0 ? $0 : nil }
        }
    }
}

extension OpenAIServer {
    /// A request with the headers that every request has.
    func request(_ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url(path))
        request.headers.add(name: "User-Agent", value: "bespoke")
        if let secret = key.secret { request.headers.add(name: "Authorization", value: "Bearer \(secret)") }
        return request
    }
}
