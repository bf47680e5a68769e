public import Retrieval

/// What one question changes about the profile's settings; nil is "as the profile says".
public struct AskOptions: Sendable {
    /// Snippets given to the engine, 1…50.
    public var snippetCount: Int?
    /// How snippets are found.
    public var retrieval = RetrievalSettings()
    /// Sampling temperature, 0…2.
    public var temperature: Double?
    /// Seed of the sampler.
    public var seed: UInt64?

    /// Creates options that change nothing.
    public init() {}
}
