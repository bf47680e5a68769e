public import Foundation
internal import Transformers

/// A reranker on this machine: a BERT or RoBERTa cross-encoder.
public final class NativeReranker: Reranker {
    public let name: String

    private let model: CrossEncoder
    private let background = Background(label: "bespoke.reranker")

    private init(_ model: CrossEncoder, name: String) {
        self.model = model
        self.name = name
    }

    /// Opens a reranker of a store.
    ///
    /// - Throws: `modelMissing`, `modelDamaged`, `unknownModel`; `unsupportedModel` where the model is no cross-encoder.
    public static func named(_ name: String, in store: ModelStore) async throws -> NativeReranker {
        let model = try store.model(named: name)
        guard model.purpose == .reranker else {
            throw InferenceError(
                .unsupportedModel,
                "\(model.name) does not score pairs of texts; choose a cross-encoder (“bespoke models list”)")
        }
        let reranker = try await Background(label: "bespoke.reranker.loading").run { _ in
            try ModelInspection.translatingErrors {
                try CrossEncoder(contentsOf: model.url, prepared: ModelInspection.hiddenFile("packed", of: model.url))
            }
        }
        return NativeReranker(reranker, name: model.name)
    }

    /// The reranker of a store that is used where nothing else is said: the first by name; nil where none is installed.
    ///
    /// - Throws: as ``named(_:in:)``.
    public static func installed(in store: ModelStore) async throws -> NativeReranker? {
        guard let model = try store.installed().first(where: { $0.purpose == .reranker && $0.isUsable }) else {
            return nil
        }
        return try await named(model.name, in: store)
    }

    public func scores(of passages: [String], for query: String) async throws -> [Double] {
        guard !passages.isEmpty else { return [] }
        return try await background.run { [model] cancellation in
            try model.scores(of: passages, for: query) { !cancellation.isCancelled }.map(Double.init)
        }
    }
}
