/// An engine on a server that speaks the OpenAI protocol: llama.cpp, vLLM, Ollama, LM Studio, OpenAI and many others.
public struct OpenAIEngine: Engine {
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

    /// Creates an engine whose window is what the server says, or the user set, or else the default: the server need not be
    /// running yet.
    package static func connecting(to server: RemoteServer, setting: Int? = nil) async -> OpenAIEngine {
        OpenAIEngine(server, window: await RemoteModel(connectingTo: server, setting: setting).window)
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
        model.generate(request) { try ChatForm(request, model: model.server.model) }
    }
}

/// A request in OpenAI's form.
struct ChatForm: RemoteForm {
    static let path = "/chat/completions"

    private let request: GenerationRequest
    private let schema: AnswerSchema?
    private let model: String

    /// - Throws: `invalidRequest` or `unsupportedRequest` for a constraint that a server cannot be asked to meet.
    init(_ request: GenerationRequest, model: String) throws {
        self.request = request
        self.model = model
        schema = try AnswerSchema(request.constraint)
    }

    func body() throws -> ChatCompletionBody { try ChatCompletionBody(request, schema: schema, model: model) }

    func answer(_ failures: ServerFailures) -> ChatAnswer {
        ChatAnswer(request: request, schema: schema, failures: failures)
    }
}
