internal import Foundation
public import Inference

/// What a search found, and how.
public struct RetrievalResult: Sendable {
    /// The passages, best first, numbered from 1.
    public var snippets: [Snippet]
    /// Every chunk that was considered, best first.
    public var candidates: [Candidate]
    /// Chunks of the profile that have no vector yet and so were found by their words only.
    public var pending: Int
    /// How close the best chunk is to the question, by cosine; nil where the embedder was not asked or has no vectors.
    public var bestSimilarity: Double?
    /// Milliseconds each stage took, in order.
    public var timings: [StageTiming]
    /// What the settings want and there was no time for, in order.
    public var omissions: [StageOmission]
    /// What an engine was asked for, each time it was.
    public var engineCalls: [GenerationSummary]
}

/// A stage that a search left out, or went through in part, since its time was up.
public struct StageOmission: Sendable, Hashable, Codable {
    /// The stage: `expansion`, `smoothing`, `reranking`.
    public var stage: String
    /// Of a stage that was gone through in part, how many passages it did not come to, and of how many; nil where it was left out.
    public var passages: Int?, of: Int?

    /// Creates an omission.
    public init(stage: String, passages: Int? = nil, of: Int? = nil) {
        self.stage = stage
        self.passages = passages
        self.of = of
    }
}

/// A chunk that was considered for a question, with its place at each stage.
public struct Candidate: Sendable, Hashable {
    /// The chunk.
    public var chunk: Int64
    /// The document's name in the profile.
    public var document: String
    /// Its place among the chunks of the document, from 0.
    public var ordinal: Int
    /// Rank from 1 and BM25 score in the full-text search; nil where it was not found by words.
    public var words: Placement?
    /// Rank from 1 and cosine in the vector search; nil where it was not found by vector.
    public var vector: Placement?
    /// The score after fusion, 0…1: how far it stands out among the candidates.
    public var fused: Double
    /// The score after it was drawn towards those of similar chunks, 0…1.
    public var smoothed: Double
    /// Rank from 1 and score by what judged the best candidates once more; nil where it was not judged.
    public var reranked: Placement?
    /// The score after all stages, 0…1, by which candidates are ordered.
    public var score: Double
}

/// A rank and a score at one stage.
public struct Placement: Sendable, Hashable, Codable {
    /// From 1.
    public var rank: Int
    /// Higher is better.
    public var score: Double

    package init(rank: Int, score: Double) {
        self.rank = rank
        self.score = score
    }
}

/// How long a stage took.
public struct StageTiming: Sendable, Hashable, Codable {
    /// The stage: `rewriting`, `embed`, `vectors`, `words`, `originals`, `chunks`, `fusion`, `smoothing`, `reranking`, `expansion`.
    public var stage: String
    /// Milliseconds.
    public var milliseconds: Double

    /// Creates a timing.
    public init(stage: String, milliseconds: Double) {
        self.stage = stage
        self.milliseconds = milliseconds
    }
}
