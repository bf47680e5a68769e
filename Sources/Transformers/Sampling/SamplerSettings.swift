/// How the next token is chosen.
public struct SamplerSettings: Sendable, Equatable {
    /// 0 takes the likeliest token. The default is 0.
    public var temperature: Float = 0
    /// Keeps the likeliest tokens; 0 keeps all. The default is 40.
    public var topK = 40
    /// Keeps the smallest set of likeliest tokens with this much probability. The default is 0.95.
    public var topP: Float = 0.95
    /// Keeps tokens at least this likely relative to the likeliest. The default is 0.05.
    public var minP: Float = 0.05
    /// Divides positive logits of tokens seen lately and multiplies negative ones (Keskar et al., 2019); 1 is none.
    public var repetitionPenalty: Float = 1
    /// How many tokens back count as lately. The default is 64.
    public var repetitionWindow = 64
    /// What is added to the logits of tokens before anything else, by id; minus infinity rules a token out. The default is none.
    public var logitBias: [Int32: Float] = [:]
    /// The seed of the random numbers; the same seed gives the same tokens on every machine.
    public var seed: UInt64 = 0

    /// Creates the default settings.
    public init() {}
}
