/// What a server takes for a million tokens.
public struct TokenPrices: Sendable, Hashable, Codable {
    /// For a million tokens read.
    public var prompt: Double
    /// For a million tokens written.
    public var answer: Double
    /// For a million tokens read that the server had kept; nil where that is not known.
    public var cacheRead: Double?
    /// For a million tokens read that it keeps from now on; nil where that is not known.
    public var cacheWrite: Double?
    /// The currency, such as "USD".
    public var currency: String

    /// Creates prices.
    public init(
        prompt: Double, answer: Double, cacheRead: Double? = nil, cacheWrite: Double? = nil, currency: String = "USD"
    ) {
        self.prompt = prompt
        self.answer = answer
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.currency = currency
    }

    /// What a generation cost; nil where its tokens are estimates, or were read from or written to a cache at a price that is
    /// not known.
    public func cost(of summary: GenerationSummary) -> TokenCost? {
        guard !summary.isEstimated else { return nil }
        var amount = Double(summary.answerTokens) * answer
        amount += Double(summary.promptTokens - summary.cacheReadTokens - summary.cacheWriteTokens) * prompt
        for (tokens, price) in [(summary.cacheReadTokens, cacheRead), (summary.cacheWriteTokens, cacheWrite)]
        where tokens > 0 {
            guard let price else { return nil }
            amount += Double(tokens) * price
        }
        return TokenCost(amount: amount / 1_000_000, currency: currency)
    }
}

/// An amount of money.
public struct TokenCost: Sendable, Hashable, Codable {
    /// How much.
    public var amount: Double
    /// Of what, such as "USD".
    public var currency: String

    /// Creates an amount.
    public init(amount: Double, currency: String) {
        self.amount = amount
        self.currency = currency
    }
}
