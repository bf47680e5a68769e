/// Turns text into vectors of one space.
public protocol Embedder: Sendable {
    /// Names model and version; vectors of different names are never compared.
    var name: String { get }
    /// Floats a vector.
    var dimension: Int { get }
    /// Longest text in tokens; what is longer is cut.
    var maximumTokens: Int { get }

    /// Whether the model was trained on the language that this text is in, judged by its script.
    func covers(_ text: String) -> Bool
    /// How alike two texts are whose vectors have this cosine: 0 for texts that have nothing to do with each other, 1 for the same.
    func similarity(ofCosine cosine: Double) -> Double
    /// The number of tokens of `text`, without the model's own special tokens.
    func tokenCount(_ text: String) -> Int
    /// Unit vectors, in the order of `texts`: [texts.count, dimension]. Cancellation is honoured within a batch.
    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]]
}

extension Embedder {
    /// The cosine itself.
    public func similarity(ofCosine cosine: Double) -> Double { cosine }
}

/// What a text is embedded for; some models want a prefix that depends on it.
public enum EmbeddingPurpose: String, Sendable {
    case query, passage
}

/// An embedder that gives the vectors of a text's tokens too, which late interaction compares.
public protocol TokenEmbedder: Embedder {
    /// For each text the unit vectors of its tokens, one after the other, without those of the model's own special tokens and
    /// prefix: [its tokens, dimension]. Cancellation is honoured within a batch.
    func tokenVectors(of texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]]
}
