/// An engine on a server that speaks Anthropic's Messages API: Anthropic's own, or a gateway such as LiteLLM's.
public struct AnthropicEngine: Engine {
    package let model: RemoteModel

    public var name: String { model.name }
    public var sizeClass: EngineSizeClass { model.sizeClass }
    public var contextLength: Int { model.window.tokens }
    public var isContextLengthAssumed: Bool { model.window.source == .assumed }
    public var prices: TokenPrices? { model.server.prices }

    /// Creates an engine without asking the server anything.
    package init(_ server: RemoteServer, window: EngineWindow = .assumed) {
        model = RemoteModel(server, window: window)
    }

    /// Creates an engine whose window is what the server's list of models says, or the user set, or else the default.
    package static func connecting(to server: RemoteServer, setting: Int? = nil) async -> AnthropicEngine {
        AnthropicEngine(server, window: await RemoteModel(connectingTo: server, setting: setting).window)
    }

    /// A safe upper estimate, as the server's tokenizer is not known.
    public func tokenCount(of messages: [ChatMessage]) throws -> Int { TokenEstimate.upperBound(of: messages) }

    /// Asks the server; requests that fail before the first piece of text are tried again, with growing waits.
    ///
    /// The API takes no seed, no constraint, no biased tokens and gives no log-probabilities: a request that has one of them is
    /// refused. What a model thinks before it answers is no part of the text.
    ///
    /// - Throws: in the stream, what `OpenAIEngine` throws.
    public func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error> {
        model.generate(request) { MessagesForm(request: request, model: model.server.model) }
    }
}

/// A request in Anthropic's form.
struct MessagesForm: RemoteForm {
    static let path = "/messages"

    let request: GenerationRequest
    let model: String

    func body() throws -> MessagesBody { try MessagesBody(request, model: model) }

    func answer(_ failures: ServerFailures) -> MessagesAnswer { MessagesAnswer(request: request, failures: failures) }
}
