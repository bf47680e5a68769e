/// How a search finds, fuses and joins.
///
/// The defaults were chosen on one half of the queries of four sets, English and Chinese, with one embedder for all
/// (multilingual-e5-small); `Benchmarks/README.md` has the figures of the other half.
public struct RetrievalSettings: Sendable {
    /// How many chunks each half (vectors, words) puts forward. The default is 100.
    public var candidatesPerStage = 100
    /// How much the words count against the meaning, 0…1. The default is 0.4.
    public var wordsWeight = 0.4
    /// How much a candidate's score is drawn towards those of the candidates most like it, 0…1. The default is 0.4.
    public var smoothing = 0.4
    /// How many candidates most like it count for that. The default is 8.
    public var smoothingNeighbours = 8
    /// Which chunks may be found; nil for all.
    public var filter: SearchFilter?
    /// The most chunks that a snippet is joined from. The default is 3.
    public var chunksPerSnippet = 3

    /// Tokens, as the embedder counts them, up to which a snippet grows by the rest of its section; 0 for chunks as they are. The
    /// default is nil: an answer gives sections to a large engine, and a search shows chunks.
    public var sectionTokens: Int?

    /// Creates the default settings.
    public init() {}
}
