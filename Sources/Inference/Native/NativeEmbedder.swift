public import Foundation
internal import Transformers

/// An embedder on this machine: a BERT or RoBERTa encoder.
public final class NativeEmbedder: TokenEmbedder {
    public let name: String
    public var dimension: Int { model.dimension }
    /// The longest text in tokens beside the prefix that the model wants.
    public let maximumTokens: Int

    private let model: BertModel
    private let traits: EmbeddingTraits
    private let background = Background(label: "bespoke.embedder")
    private static let loading = Background(label: "bespoke.embedder.loading")

    private init(_ model: BertModel, name: String, _ traits: EmbeddingTraits) {
        self.model = model
        self.name = name
        self.traits = traits
        let prefixes = [traits.queryPrefix, traits.passagePrefix].map {
            model.tokenizer.encode($0, recognizingSpecialTokens: false).count
        }
        maximumTokens = max(1, model.maximumTokens - (prefixes.max() ?? 0))
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
                "\(model.name) is a model of the kind “\(model.purpose.rawValue)” and makes no vectors; choose an embedder "
                    + "(“bespoke models list”)")
        }
        let traits = store.catalogue.models.first { $0.name == model.name }?.embedding
        return try await open(model.url, name: model.name, traits: traits ?? EmbeddingTraits(), keepsCaches: true)
    }

    /// Opens the encoder in a folder or a GGUF file.
    ///
    /// - Parameters:
    ///   - name: names model and version; vectors are compared under one name only.
    ///   - traits: what the model was trained on.
    ///   - keepsCaches: whether hidden files beside the file or in the folder keep the weights as they are packed for the
    ///     processor and the vocabulary as it is searched, so that the next process has them at once.
    ///   - threads: how many texts are embedded at the same time.
    public static func open(
        _ url: URL, name: String, traits: EmbeddingTraits = EmbeddingTraits(), keepsCaches: Bool = false,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) async throws -> NativeEmbedder {
        let model = try await loading.run { _ in
            try ModelInspection.translatingErrors {
                try BertModel(
                    contentsOf: url, threads: threads,
                    prepared: keepsCaches ? ModelInspection.hiddenFile("packed", of: url) : nil)
            }
        }
        return NativeEmbedder(model, name: name, traits)
    }

    /// What a model of English does not cover, text in another script, is left to full-text search.
    public func covers(_ text: String) -> Bool { traits.isMultilingual || ScriptSurvey.isMostlyLatin(text) }

    public func similarity(ofCosine cosine: Double) -> Double {
        (cosine - traits.unrelatedCosine) / (traits.closestCosine - traits.unrelatedCosine)
    }

    public func tokenCount(_ text: String) -> Int {
        model.tokenizer.encode(text, recognizingSpecialTokens: false).count
    }

    /// Texts get the prefix that the model wants for the purpose.
    ///
    /// - Throws: `CancellationError`, within a text.
    public func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        try await read(texts, as: purpose) { model, tokens, _, cancellation in
            try model.embed(tokens) { !cancellation.isCancelled }
        }
    }

    /// The tokens of the prefix are read, and get no vector.
    ///
    /// - Throws: `CancellationError`, within a text.
    public func tokenVectors(of texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        try await read(texts, as: purpose) { model, tokens, prefix, cancellation in
            try model.tokenVectors(of: tokens, withoutFirst: prefix) { !cancellation.isCancelled }
        }
    }

    /// Calls `body` with the tokens of texts behind the prefix for the purpose, and how many of them are the prefix's.
    private func read(
        _ texts: [String], as purpose: EmbeddingPurpose,
        _ body: @escaping @Sendable (BertModel, [[Int32]], _ prefix: Int, Cancellation) throws -> [[Float]]
    ) async throws -> [[Float]] {
        guard !texts.isEmpty else { return [] }
        let prefix = purpose == .query ? traits.queryPrefix : traits.passagePrefix
        return try await background.run { [model] cancellation in
            let tokens = try texts.map { text in
                try cancellation.check()
                return model.tokenizer.encode(prefix + text, recognizingSpecialTokens: false)
            }
            let prefixTokens = model.tokenizer.encode(prefix, recognizingSpecialTokens: false).count
            return try body(model, tokens, prefixTokens, cancellation)
        }
    }
}
