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
    /// What the answer is held to; nil for nothing. The answer ends where it is fulfilled and nothing can follow; at
    /// ``maximumTokens`` or a stop string it may end before.
    public var constraint: GenerationConstraint?
    /// Reports each token with its log-probability, and so many of the likeliest at its place; nil reports none.
    public var topLogProbabilities: Int?

    /// Creates a request.
    public init(
        messages: [ChatMessage], sampling: SamplingSettings = SamplingSettings(), maximumTokens: Int = 512,
        stop: [String] = [], constraint: GenerationConstraint? = nil, topLogProbabilities: Int? = nil
    ) {
        self.messages = messages
        self.sampling = sampling
        self.maximumTokens = maximumTokens
        self.stop = stop
        self.constraint = constraint
        self.topLogProbabilities = topLogProbabilities
    }
}

/// What an answer is held to: no token that leads out of it is ever written.
public enum GenerationConstraint: Sendable, Hashable {
    /// A text that the expression matches as a whole. Assertions within it, such as look-ahead, are not understood.
    case regularExpression(String)
    /// A JSON value that the schema (draft 2020-12) describes, with properties in its order.
    case jsonSchema(String)
    /// A run of whole words of one of these texts, as it stands there.
    case spans(of: [String])
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
    /// What is added to the logits of tokens before anything else; minus infinity rules a token out. The default is none.
    public var logitBias: [Token: Double] = [:]
    /// The sampler's seed. The default is 0.
    public var seed: UInt64 = 0

    /// A token of an engine's vocabulary.
    public enum Token: Sendable, Hashable, Codable {
        /// By its number.
        case id(Int)
        /// By what it stands for, space before it included: " Paris". Not every text is one token.
        case text(String)
    }

    /// Creates the default settings.
    public init() {}
}

extension GenerationRequest {
    /// - Throws: `invalidRequest` for what no engine can do.
    func check() throws {
        if let count = topLogProbabilities, count < 0 {
            throw InferenceError(
                .invalidRequest, "\(count) log-probabilities cannot be reported at each token; ask for 0 or more")
        }
        if let (token, bias) = sampling.logitBias.first(where: { $0.value.isNaN || $0.value == .infinity }) {
            throw InferenceError(
                .invalidRequest,
                "the logit bias of \(token) is \(bias); give a number, or minus infinity to rule it out")
        }
    }
}

extension SamplingSettings.Token: CustomStringConvertible {
    public var description: String {
        switch self {
        case .id(let id): "token \(id)"
        case .text(let text): "“\(text)”"
        }
    }
}

extension InferenceError {
    /// What is wrong with a constraint.
    static func invalidConstraint(_ reason: String) -> InferenceError {
        InferenceError(.invalidRequest, "the answer cannot be held to this constraint: \(reason)")
    }
}
