/// Turns a prompt into text: the native runtime, or a remote API.
public protocol Engine: Sendable {
    /// What to call it in output: "SmolLM2-135M-Instruct", "openai:http://localhost:8080#gemma".
    var name: String { get }
    /// How far its words can be trusted; decides who speaks first in an answer.
    var sizeClass: EngineSizeClass { get }
    /// Tokens that prompt and answer may have together.
    var contextLength: Int { get }

    /// The number of prompt tokens that `messages` come to, chat template included. Exact for the native runtime; a safe
    /// upper estimate where a remote API has no tokenizer to ask.
    func tokenCount(of messages: [ChatMessage]) throws -> Int

    /// Generates an answer, a piece at a time. Cancelling the consuming task stops it within a token.
    func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error>
}

/// An engine that can say how likely it finds a text.
public protocol ScoringEngine: Engine {
    /// For each continuation, its mean log-probability a token (nats) after `messages`.
    func logLikelihoods(of continuations: [String], after messages: [ChatMessage]) async throws -> [Double]
}

/// How far an engine's words can be trusted.
public enum EngineSizeClass: String, Sendable, Codable {
    /// Under a billion parameters: fluent, not reliable. The evidence comes first.
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

/// What an engine is asked.
public struct GenerationRequest: Sendable {
    /// The conversation, system message first.
    public var messages: [ChatMessage]
    /// How to choose tokens.
    public var sampling: SamplingSettings
    /// Most tokens to generate.
    public var maximumTokens: Int
    /// Generation ends before any of these strings.
    public var stop: [String]

    /// Creates a request.
    public init(
        messages: [ChatMessage], sampling: SamplingSettings = SamplingSettings(), maximumTokens: Int = 512,
        stop: [String] = []
    ) {
        self.messages = messages
        self.sampling = sampling
        self.maximumTokens = maximumTokens
        self.stop = stop
    }
}

/// How to choose the next token.
public struct SamplingSettings: Sendable, Hashable, Codable {
    /// 0 is greedy. The default is 0.
    public var temperature: Double = 0
    /// Keep the likeliest; 0 keeps all. The default is 40.
    public var topK: Int = 40
    /// Keep the smallest set with this much probability. The default is 0.95.
    public var topP: Double = 0.95
    /// Keep tokens at least this likely relative to the likeliest. The default is 0.05.
    public var minP: Double = 0.05
    /// Divides (or multiplies) the logits of tokens seen lately; 1 is none. The default is 1.
    public var repetitionPenalty: Double = 1
    /// The sampler's seed. The default is 0.
    public var seed: UInt64 = 0

    /// Creates the default settings.
    public init() {}
}

/// What an engine reports while it answers.
public enum GenerationEvent: Sendable, Equatable {
    /// The next piece of text; always whole characters.
    case text(String)
    /// The end, once.
    case finished(GenerationSummary)
}

/// How a generation ended.
public struct GenerationSummary: Sendable, Hashable, Codable {
    /// Why it ended.
    public enum Reason: String, Sendable, Codable { case endOfText, stopString, tokenLimit }
    /// Why it ended.
    public var reason: Reason
    /// Tokens read.
    public var promptTokens: Int
    /// Tokens written.
    public var answerTokens: Int

    /// Creates a summary.
    public init(reason: Reason, promptTokens: Int, answerTokens: Int) {
        self.reason = reason
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
    }
}
