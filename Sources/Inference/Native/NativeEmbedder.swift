public import Foundation
internal import Transformers

/// An embedder on this machine: a BERT encoder with mean pooling.
public final class NativeEmbedder: Embedder {
    public let name: String
    public var dimension: Int { model.dimension }
    public var maximumTokens: Int { model.maximumTokens }

    private let model: BertModel
    private let background = Background(label: "bespoke.embedder")
    private static let loading = Background(label: "bespoke.embedder.loading")

    private init(_ model: BertModel, name: String) {
        self.model = model
        self.name = name
    }

    /// Opens the default embedder of a store.
    ///
    /// - Throws: `modelMissing` with the command that fetches it, `modelDamaged`, `unsupportedModel`.
    public static func standard(in store: ModelStore) async throws -> NativeEmbedder {
        try await named(store.catalogue.defaultEmbedder, in: store)
    }

    /// Opens an embedder of a store.
    ///
    /// - Throws: as ``standard(in:)``; `unknownModel`; `unsupportedModel` where the model is an engine.
    public static func named(_ name: String, in store: ModelStore) async throws -> NativeEmbedder {
        let model = try store.model(named: name)
        guard model.purpose == .embedder else {
            throw InferenceError(
                .unsupportedModel,
                "\(model.name) writes text and makes no vectors; choose an embedder (“bespoke models list”)")
        }
        return try await open(model.url, name: model.name)
    }

    /// Opens the encoder in a folder.
    ///
    /// - Parameters:
    ///   - name: names model and version; vectors are compared under one name only.
    ///   - threads: how many texts are embedded at the same time.
    public static func open(
        _ folder: URL, name: String, threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) async throws -> NativeEmbedder {
        let model = try await loading.run { _ in
            try ModelInspection.translatingErrors { try BertModel(contentsOf: folder, threads: threads) }
        }
        return NativeEmbedder(model, name: name)
    }

    /// The models that can be had were trained on English; text in another script is left to full-text search.
    public func covers(_ text: String) -> Bool { ScriptSurvey.isMostlyLatin(text) }

    public func tokenCount(_ text: String) -> Int {
        model.tokenizer.encode(text, recognizingSpecialTokens: false).count
    }

    /// Purpose makes no difference to these models.
    ///
    /// - Throws: `CancellationError`, within a text.
    public func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        guard !texts.isEmpty else { return [] }
        return try await background.run { [model] cancellation in
            let tokens = try texts.map { text in
                try cancellation.check()
                return model.tokenizer.encode(text, recognizingSpecialTokens: false)
            }
            return try model.embed(tokens) { !cancellation.isCancelled }
        }
    }
}
