public import Foundation

/// A named assistant: what it is told, how it starts, and how it works.
public struct Profile: Sendable, Codable, Equatable {
    /// The name, unique in the library.
    public var name: String
    /// What the assistant is told before every question.
    public var instructions: String
    /// Questions that a user may start with.
    public var starters: [String]
    /// Questions whose answers are known, for `bespoke test`.
    public var tests: [ProfileTest]
    /// Engine, sampling and retrieval.
    public var settings: ProfileSettings
    /// Counts the profile's changes, from 1.
    public var version: Int
    /// When this version was made.
    public var updatedAt: Date

    /// Creates a profile that is not in the library yet.
    public init(
        name: String, instructions: String = "", starters: [String] = [], tests: [ProfileTest] = [],
        settings: ProfileSettings = ProfileSettings(), version: Int = 1, updatedAt: Date = Date()
    ) {
        self.name = name
        self.instructions = instructions
        self.starters = starters
        self.tests = tests
        self.settings = settings
        self.version = version
        self.updatedAt = updatedAt
    }
}

/// How a profile answers. A nil value means "the default of the product", so that better defaults reach old profiles.
public struct ProfileSettings: Sendable, Codable, Equatable {
    /// The engine: a model's name in the catalogue, or `openai:URL#model`. Nil is the default native model.
    public var engine: String?
    /// Sampling temperature, 0…2; 0 is greedy.
    public var temperature: Double?
    /// Keep the `topK` likeliest tokens, 1…1000.
    public var topK: Int?
    /// Nucleus sampling, 0…1.
    public var topP: Double?
    /// Keep tokens at least this likely relative to the likeliest, 0…1.
    public var minP: Double?
    /// Penalty on repeated tokens, 0.5…2; 1 is none.
    public var repetitionPenalty: Double?
    /// Seed of the sampler.
    public var seed: UInt64?
    /// Most tokens of an answer, 1…32768.
    public var maximumAnswerTokens: Int?
    /// Snippets given to the engine, 1…50.
    public var snippetCount: Int?
    /// How much more some files count; where several paths match, the last does. Nil where all count the same.
    public var sourceWeights: [SourceWeight]?
    /// After how many days a file has lost half of what its newness adds to its passages, 0.01…36500; nil where age does not count.
    public var recencyHalfLife: Double?
    /// How much a passage falls behind that is like a better one, 0…1.
    public var diversity: Double?
    /// How long it thinks: how many candidate answers a question gets, in ``thinkingRange``; 1 is the first that comes.
    public var thinking: Int?
    /// What variables of the instructions stand for, by name; nil for what the instructions say themselves.
    public var variables: [String: String]?
    /// From which confidence a question is answered; nil for what is usual. `bespoke calibrate` learns it.
    public var leastConfidence: LeastConfidence?

    /// Creates settings where everything is the default.
    public init() {}

    /// How long an assistant can be told to think.
    package static let thinkingRange = 1...16
}

/// How much more files count whose path matches.
public struct SourceWeight: Sendable, Codable, Hashable {
    /// A pattern such as `contracts/**`; one without `/` is compared with the last part of a file's name in the profile.
    public var path: String
    /// By what the odds of their passages are multiplied, 0.01…100.
    public var weight: Double

    /// Creates a weight.
    public init(path: String, weight: Double) {
        self.path = path
        self.weight = weight
    }
}

/// From which confidence, 0…1, questions are answered and not refused; nil for what is usual.
public struct LeastConfidence: Sendable, Codable, Equatable {
    /// For questions that are searched for by their words alone, since the embedder does not know their language.
    public var words: Double?
    /// For Chinese questions.
    public var chinese: Double?
    /// For all others.
    public var other: Double?

    /// Creates thresholds that are all as usual.
    public init() {}

    /// The threshold for questions of a kind.
    package subscript(kind: ConfidenceKind) -> Double? {
        get {
            switch kind {
            case .words: words
            case .chinese: chinese
            case .other: other
            }
        }
        set {
            switch kind {
            case .words: words = newValue
            case .chinese: chinese = newValue
            case .other: other = newValue
            }
        }
    }
}

/// Questions whose confidence is told by the same signs, so that it means the same.
package enum ConfidenceKind: String, CaseIterable, Sendable {
    case words, chinese, other
}
