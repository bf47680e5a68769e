/// A model on a server, with what is known of it: what engines of all forms of API share.
package struct RemoteModel: Sendable {
    let server: RemoteServer
    /// Tokens that prompt and answer may have together.
    package let window: EngineWindow

    init(_ server: RemoteServer, window: EngineWindow) {
        self.server = server
        self.window = window
    }

    /// Finds the window out first; the server need not be running yet.
    init(connectingTo server: RemoteServer, setting: Int?) async {
        self.init(server, window: EngineWindow(found: await WindowSearch(server).window(), setting: setting))
    }

    var name: String { server.name }
    var sizeClass: EngineSizeClass { ModelNameSize.sizeClass(of: server.model) }

    /// Sends a request in a form of API, and streams the answer.
    func generate(
        _ request: GenerationRequest, as form: @escaping @Sendable () throws -> some RemoteForm
    ) -> AsyncThrowingStream<GenerationEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    let exchange = RemoteExchange(server: server, request: request, form: try form())
                    let summary = try await exchange.run { continuation.yield($0) }
                    continuation.yield(.finished(summary))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

/// How many tokens prompt and answer may have together, and how that is known.
public struct EngineWindow: Sendable, Hashable {
    /// How it is known.
    public enum Source: String, Sendable, Codable {
        /// The server said so.
        case server
        /// The user said so, or wanted less than the server has.
        case setting
        /// Neither did.
        case assumed
    }

    /// Tokens.
    public var tokens: Int
    /// How it is known.
    public var source: Source

    /// The window that is taken for granted where nobody says.
    package static let assumed = EngineWindow(tokens: 8192, source: .assumed)

    init(tokens: Int, source: Source) {
        self.tokens = tokens
        self.source = source
    }

    /// The smaller of what the server has and what the user set; else ``assumed``.
    init(found: Int?, setting: Int?) {
        switch (found, setting) {
        case (let found?, let setting?) where found <= setting: self.init(tokens: found, source: .server)
        case (_, let setting?): self.init(tokens: setting, source: .setting)
        case (let found?, nil): self.init(tokens: found, source: .server)
        case (nil, nil): self = .assumed
        }
    }
}
