internal import Inference
internal import Retrieval

/// What judges the best passages of a search once more, as the user writes it: `none`, `late`, `engine`, or a cross-encoder's name.
enum RerankerSetting {
    /// The setting that `text` names; nil gives a cross-encoder that is installed, else late interaction.
    ///
    /// - Throws: an `InferenceError` where there is no such model, or it is no cross-encoder.
    static func reranking(_ text: String?, in models: ModelStore) async throws -> Reranking {
        switch text {
        case nil: try await NativeReranker.installed(in: models).map(Reranking.model) ?? .lateInteraction
        case "none"?: .none
        case "late"?: .lateInteraction
        case "engine"?: .engine
        case let name?: .model(try await NativeReranker.named(name, in: models))
        }
    }
}
