public import Inference

/// How the best candidates of a search are judged once more.
public enum Reranking: Sendable {
    /// They are not.
    case none
    /// By the vectors of their tokens, which the embedder has; not at all where it has none, or does not cover the query.
    case lateInteraction
    /// By a model that reads the query and a passage together.
    case model(any Reranker)
    /// By the engine of the settings, which must be a large one.
    case engine

    /// What it is called where it is kept or shown: `none`, `late`, `engine`, or the model's name.
    public var name: String {
        switch self {
        case .none: "none"
        case .lateInteraction: "late"
        case .model(let reranker): reranker.name
        case .engine: "engine"
        }
    }
}
