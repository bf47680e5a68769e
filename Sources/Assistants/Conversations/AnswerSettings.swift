public import Inference
public import Retrieval

/// How an answer was made: all that would make the same one again.
public struct AnswerSettings: Sendable, Hashable, Codable {
    /// The engine's name.
    public var engine: String
    /// The embedder's name.
    public var embedder: String
    /// How tokens were chosen.
    public var sampling: SamplingSettings
    /// The most snippets.
    public var snippetCount: Int
    /// How many candidate answers there could be; nil for one.
    public var thinking: Int?
    /// Chunks that words and vectors each put forward.
    public var candidates: Int
    /// How much words counted against meaning.
    public var wordsWeight: Double
    /// How much similar chunks drew each other up.
    public var smoothing: Double
    /// What judged the best passages once more, as ``Reranking/name`` says; nil for answers of before there was a judge.
    public var reranker: String?
    /// How many it judged.
    public var rerankedCandidates: Int?
    /// What an engine added to the query; nil for nothing.
    public var expansion: QueryExpansion?
    /// How much passages fell behind that were like better ones, where that was not the profile's; nil for the profile's.
    public var diversity: Double?
    /// Tokens up to which passages grew by their sections; nil for what is usual.
    public var sectionTokens: Int?
    /// Where was searched, as the user wrote it; nil for everywhere.
    public var filter: String?
    /// The ids of the answers of the conversation that came before, in order; nil for one that was not kept.
    public var history: [String?] = []
    /// A digest of the profile's files and their bytes.
    public var files: String
    /// Chunks that had no vector yet.
    public var pending: Int
    /// What the variables of the instructions stood for, by name; nil where there were none.
    public var variables: [String: String]?
    /// What happened to statements that no passage supports; nil for what is usual.
    public var unsupported: UnsupportedStatements?
    /// What the program knows of its engine and itself.
    public var origin = AnswerOrigin()
}

/// What an answer was made with, as far as the assistant cannot know it.
public struct AnswerOrigin: Sendable, Hashable, Codable {
    /// The program's version.
    public var program: String?
    /// The engine as the user wrote it; nil is the default.
    public var engine: String?
    /// Digests of the files of models, by the models' names; servers have none.
    public var models: [String: String]

    /// Creates an origin.
    public init(program: String? = nil, engine: String? = nil, models: [String: String] = [:]) {
        self.program = program
        self.engine = engine
        self.models = models
    }
}

/// What an answer took.
struct AnswerMeasures: Codable {
    var usage: Usage
    var timings: AnswerTimings
}
