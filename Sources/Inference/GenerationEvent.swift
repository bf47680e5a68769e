/// What an engine reports while it answers.
public enum GenerationEvent: Sendable, Equatable {
    /// The next piece of text; always whole characters.
    case text(String)
    /// The next token, before the text that it completes, where log-probabilities were asked for. The token that ends the text
    /// is none of them; those of a stop string may be.
    case token(GeneratedToken)
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
    /// Tokens of the prompt that a server had kept from an earlier one.
    public var cacheReadTokens: Int
    /// Tokens of the prompt that a server keeps for a later one.
    public var cacheWriteTokens: Int
    /// Whether a server did not count, and the numbers are estimates.
    public var isEstimated: Bool

    /// Creates a summary.
    public init(
        reason: Reason, promptTokens: Int, answerTokens: Int, cacheReadTokens: Int = 0, cacheWriteTokens: Int = 0,
        isEstimated: Bool = false
    ) {
        self.reason = reason
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
        self.cacheReadTokens = cacheReadTokens
        self.cacheWriteTokens = cacheWriteTokens
        self.isEstimated = isEstimated
    }
}

/// A token that an engine wrote.
public struct GeneratedToken: Sendable, Hashable {
    /// The token.
    public var token: TokenLikelihood
    /// The likeliest tokens at its place, likeliest first; it may be among them.
    public var likeliest: [TokenLikelihood]

    /// Creates a token.
    public init(_ token: TokenLikelihood, likeliest: [TokenLikelihood] = []) {
        self.token = token
        self.likeliest = likeliest
    }
}

/// How likely an engine finds a token at one place.
public struct TokenLikelihood: Sendable, Hashable {
    /// The token's number in the engine's vocabulary; nil where a server does not say.
    public var id: Int?
    /// What it stands for; part of a character's UTF-8 at times.
    public var bytes: [UInt8]
    /// The natural logarithm of its probability, before temperature, bias and constraint; a server may count otherwise.
    public var logProbability: Double

    /// Creates a value.
    public init(id: Int?, bytes: [UInt8], logProbability: Double) {
        self.id = id
        self.bytes = bytes
        self.logProbability = logProbability
    }
}
