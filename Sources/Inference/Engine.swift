/// Turns a prompt into text: the native runtime, or a remote API.
public protocol Engine: Sendable {
    /// What to call it in output: "SmolLM2-135M-Instruct", "openai:http://localhost:8080#gemma".
    var name: String { get }
    /// How far its words can be trusted; decides who speaks first in an answer.
    var sizeClass: EngineSizeClass { get }
    /// Tokens that prompt and answer may have together.
    var contextLength: Int { get }
    /// Whether it goes on with texts and was not made to answer. The default is false.
    var isBaseModel: Bool { get }
    /// Whether ``contextLength`` is a guess. The default is false.
    var isContextLengthAssumed: Bool { get }
    /// What its tokens cost; nil where they cost nothing, or nobody said. The default is nil.
    var prices: TokenPrices? { get }

    /// The number of prompt tokens that `messages` come to, chat template included. Exact for the native runtime; a safe
    /// upper estimate where a remote API has no tokenizer to ask.
    func tokenCount(of messages: [ChatMessage]) throws -> Int

    /// Generates an answer, a piece at a time. Cancelling the consuming task stops it within a token.
    ///
    /// What of a request an engine cannot do is an error of the stream, `unsupportedRequest`, before anything is generated where
    /// that can be known; it is never left out.
    func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error>
}

extension Engine {
    public var isBaseModel: Bool { false }
    public var isContextLengthAssumed: Bool { false }
    public var prices: TokenPrices? { nil }
}

/// An engine that can say how likely it finds a text.
public protocol ScoringEngine: Engine {
    /// For each continuation, its mean log-probability a token (nats) after `messages`.
    func logLikelihoods(of continuations: [String], after messages: [ChatMessage]) async throws -> [Double]

    /// For each text, the log-probability (nats) that it is the whole answer to `messages`: that of its tokens and of the end behind
    /// them, before temperature and bias. Texts that begin alike are read once.
    ///
    /// - Parameter beginnings: how many first tokens are followed, the likeliest; answers that begin otherwise are minus infinity.
    func logProbabilities(
        ofAnswers answers: [String], to messages: [ChatMessage], beginnings: Int
    ) async throws -> [Double]
}

/// How far an engine's words can be trusted.
public enum EngineSizeClass: String, Sendable, Codable {
    /// Under a billion parameters, or a base model: fluent, not reliable. The evidence comes first.
    case small
    /// Everything else. The engine's answer comes first.
    case large
}

/// One message of a conversation.
public struct ChatMessage: Sendable, Hashable, Codable {
    /// Who speaks.
    public enum Role: String, Sendable, Codable { case system, user, assistant }
    /// Who speaks.
    public var role: Role
    /// What is said.
    public var content: String

    /// Creates a message.
    public init(_ role: Role, _ content: String) {
        self.role = role
        self.content = content
    }
}
