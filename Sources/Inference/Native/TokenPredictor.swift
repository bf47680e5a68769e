internal import Foundation
internal import Transformers

/// A token that a model finds likely, and what it finds likely after it.
public struct TokenPrediction: Sendable, Hashable {
    /// The token's number in the model's vocabulary.
    public var id: Int
    /// What it stands for; part of a character's UTF-8 at times.
    public var bytes: [UInt8]
    /// From 0 to 1, of all tokens at this place.
    public var probability: Double
    /// Whether the text ends here.
    public var isEnd: Bool
    /// What comes next where this token was chosen, likeliest first; empty where nobody looked.
    public var next: [TokenPrediction]
}

/// Shows what a model on this machine does: it gives every token a probability of being the next one.
public final class TokenPredictor: Sendable {
    /// The model.
    public let name: String
    /// Whether the model goes on with texts and was not made to answer: it has no chat template.
    public var isBaseModel: Bool { model.isBaseModel }

    private let model: DecoderModel
    private let background = Background(label: "bespoke.predictor")

    private init(_ model: DecoderModel, name: String) {
        self.model = model
        self.name = name
    }

    /// Opens an engine by its name or its GGUF file; nil is the catalogue's default.
    ///
    /// - Throws: `invalidEngine` for a server or an embedder; `modelMissing`, `unknownModel`, `modelDamaged` or
    ///   `unsupportedModel`.
    public static func open(_ specification: String?, in store: ModelStore) async throws -> TokenPredictor {
        let url: URL
        let name: String
        var packed: URL?
        switch try store.engineChoice(specification ?? store.catalogue.defaultEngine).specification {
        case .native(let known):
            let model = try store.model(named: known)
            (url, name) = (model.url, model.name)
            packed = ModelInspection.hiddenFile("packed", of: url)
        case .file(let file): (url, name) = (file, file.deletingPathExtension().lastPathComponent)
        case .openAI, .anthropic:
            throw InferenceError(
                .invalidEngine,
                "a server does not show its probabilities; choose a model on this machine (“bespoke engines”)")
        }
        return try await Background(label: "bespoke.predictor.loading").run { [url, packed] _ in
            try ModelInspection.translatingErrors {
                TokenPredictor(try DecoderModel(contentsOf: url, packedWeights: packed), name: name)
            }
        }
    }

    /// The likeliest tokens after a text, which is read as it is, without a chat template.
    ///
    /// - Parameters:
    ///   - count: how many tokens at each place.
    ///   - steps: how many places.
    ///   - inBranches: whether all these tokens are followed, not the likeliest only.
    /// - Throws: `promptTooLong`, `CancellationError`.
    public func predictions(
        after text: String, count: Int, steps: Int, inBranches: Bool
    ) async throws -> [TokenPrediction] {
        try await background.run { [model] cancellation in
            try ModelInspection.translatingErrors {
                var ids = model.tokenizer.encode(text, recognizingSpecialTokens: false)
                let beginning = model.beginningOfText ?? model.endOfText ?? 0
                if ids.isEmpty || model.addsBeginningOfText { ids.insert(beginning, at: 0) }
                guard ids.count + steps <= model.contextLength else {
                    throw InferenceError(
                        .promptTooLong,
                        "the text comes to \(ids.count) tokens, and \(model.name) reads at most \(model.contextLength)")
                }
                let walk = Walk(
                    context: try DecoderContext(model, capacity: ids.count + steps), count: count,
                    inBranches: inBranches,
                    cancellation: cancellation)
                return try walk.predictions(after: ids, steps: steps)
            }
        }
    }
}

/// A walk through what could come next.
private struct Walk {
    let context: DecoderContext
    let count: Int
    let inBranches: Bool
    let cancellation: Cancellation

    func predictions(after ids: [Int32], steps: Int) throws -> [TokenPrediction] {
        let shared = min(zip(context.tokens, ids).prefix { $0 == $1 }.count, ids.count - 1)
        context.truncate(to: shared)
        guard try context.read(Array(ids[shared...]), shouldContinue: { !cancellation.isCancelled }) else {
            throw CancellationError()
        }
        let likeliest = TokenLogProbability.likeliest(count, of: context.logits)
        return try likeliest.enumerated().map { rank, token in
            let isEnd = context.model.endTokens.contains(token.id)
            let isFollowed = steps > 1 && !isEnd && (inBranches || rank == 0)
            return TokenPrediction(
                id: Int(token.id), bytes: context.model.tokenizer.bytes(of: token.id),
                probability: exp(Double(token.logProbability)), isEnd: isEnd,
                next: isFollowed ? try predictions(after: ids + [token.id], steps: steps - 1) : [])
        }
    }
}
