public import Inference
public import Library

/// How a search finds, fuses, judges and joins.
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
    /// How the best candidates are judged once more. The default is late interaction.
    public var reranking = Reranking.lateInteraction
    /// How many are. The default is 10.
    public var rerankedCandidates = 10
    /// What a large engine adds to the query. The default is nothing.
    public var expansion = QueryExpansion()
    /// The engine that judges or expands, where these settings want one.
    public var engine: (any Engine)?
    /// How much more some files count; where several paths match, the last does. The default is that all count the same.
    public var sourceWeights: [SourceWeight] = []
    /// After how many days a file has lost half of what its newness adds to its passages; nil where age does not count, as by default.
    public var recencyHalfLife: Double?
    /// How much a passage falls behind that is like a better one, 0…1 (maximal marginal relevance). The default is 0.
    public var diversity = 0.0
    /// Which chunks may be found; nil for all.
    public var filter: SearchFilter?
    /// How long a search may take, in which as many stages are gone through as fit; nil for all of them. Results then depend on the
    /// machine's speed.
    public var budget: Duration?
    /// The most chunks that a snippet is joined from. The default is 3.
    public var chunksPerSnippet = 3

    /// Tokens, as the embedder counts them, up to which a snippet grows by the rest of its section; 0 for chunks as they are. The
    /// default is nil: an answer gives sections to a large engine, and a search shows chunks.
    public var sectionTokens: Int?

    /// Creates the default settings.
    public init() {}

    /// Whether they want an engine.
    public var needsEngine: Bool {
        if case .engine = reranking { return true }
        return !expansion.isEmpty
    }

    /// The same, with what a profile says of its files.
    public func of(_ profile: ProfileSettings) -> RetrievalSettings {
        var settings = self
        if settings.sourceWeights.isEmpty { settings.sourceWeights = profile.sourceWeights ?? [] }
        settings.recencyHalfLife = settings.recencyHalfLife ?? profile.recencyHalfLife
        if settings.diversity == 0 { settings.diversity = profile.diversity ?? 0 }
        return settings
    }
}
