/// The families of decoders that can be run, by the names that GGUF files give them. Mistral's files say “llama”.
///
/// What a family has beyond grouped-query attention and gated feed-forward layers between RMS norms is said here, once; everything
/// else follows it.
enum DecoderArchitecture: String, CaseIterable {
    case llama, qwen2, qwen3, gemma2, gemma3

    /// Whether queries, keys and values have biases. Llama's may have them.
    var hasBiases: Bool { self == .qwen2 }

    /// Whether each head's query and key is normalised before it is turned.
    var hasHeadNorms: Bool { self == .qwen3 || self == .gemma3 }

    /// The differences that Gemma has: embeddings scaled by the root of their size, norms also behind attention and feed-forward
    /// layers, GELU in place of SiLU.
    var isGemma: Bool { self == .gemma2 || self == .gemma3 }

    /// Of this many layers in a row, all but the last see a window of positions only; nil where every layer sees all.
    var windowPeriod: Int? {
        switch self {
        case .gemma2: 2
        case .gemma3: 6
        case .llama, .qwen2, .qwen3: nil
        }
    }

    /// What scores and logits are held below where a file does not say; 0 for nothing.
    var defaultCaps: (attention: Double, logits: Double) { self == .gemma2 ? (50, 30) : (0, 0) }

    /// The window of positions where a file does not say.
    var defaultWindow: Int { self == .gemma2 ? 4096 : 0 }

    /// The rotary base of layers with a window where it is their own and the file does not say.
    var windowRotaryBase: Double? { self == .gemma3 ? 10_000 : nil }

    /// The number of layers of the 27-billion-parameter model, which scales scores by its hidden size a head.
    var layersOfLargest: Int? {
        switch self {
        case .gemma2: 46
        case .gemma3: 62
        case .llama, .qwen2, .qwen3: nil
        }
    }
}
