/// How a search finds, fuses and joins.
public struct RetrievalSettings: Sendable, Hashable {
    /// How many chunks each half (vectors, words) puts forward. The default is 100.
    public var candidatesPerStage = 100
    /// The constant k of reciprocal rank fusion: how much the first ranks stand out. The default is 10.
    public var rankConstant = 10.0
    /// Weight of the full-text half. The default is 2: on the shared English sets, words twice as heavy as the vectors of
    /// MiniLM are better than either half.
    public var wordsWeight = 2.0
    /// Weight of the vector half. The default is 1.
    public var vectorWeight = 1.0
    /// The most chunks that a snippet is joined from. The default is 3.
    public var chunksPerSnippet = 3

    /// Creates the default settings.
    public init() {}
}
