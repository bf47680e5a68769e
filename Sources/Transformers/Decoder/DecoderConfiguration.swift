internal import Foundation

/// The sizes and parts of a decoder, from a GGUF file's metadata.
struct DecoderConfiguration: Sendable {
    var architecture: DecoderArchitecture
    var layers: Int
    var hiddenSize: Int
    var heads: Int
    var keyValueHeads: Int
    var headSize: Int
    var feedForwardSize: Int
    var vocabularySize: Int
    var contextLength: Int
    var epsilon: Float
    /// What scores are multiplied by.
    var attentionScale: Float
    /// What scores and logits are held below; 0 for nothing.
    var attentionCap: Float
    var logitCap: Float
    /// Positions that a token sees in the layers that do not see all; 0 where all layers do.
    var window: Int
    /// How positions turn heads, in layers that see all.
    var rotation: RotaryPositions
    /// The same in layers with a window, where it differs.
    var windowRotation: RotaryPositions?

    /// - Throws: `unsupported` for another architecture, `damaged` for sizes that cannot be.
    init(_ file: GGUFFile) throws {
        let metadata = try ArchitectureMetadata(file)
        architecture = metadata.architecture
        layers = try metadata.number("block_count", 1...256)
        hiddenSize = try metadata.number("embedding_length", 32...16384)
        heads = try metadata.number("attention.head_count", 1...256)
        keyValueHeads = try metadata.number("attention.head_count_kv", 1...256, default: heads)
        headSize = try metadata.number("attention.key_length", 16...256, default: hiddenSize / heads)
        feedForwardSize = try metadata.number("feed_forward_length", 32...65536)
        contextLength = try metadata.number("context_length", 1...1_048_576)
        guard let tokens = file.strings("tokenizer.ggml.tokens"), !tokens.isEmpty else {
            throw ModelFileError(.damaged, "\(file.path) has no vocabulary; fetch the model again")
        }
        vocabularySize = tokens.count
        epsilon = try metadata.float("attention.layer_norm_rms_epsilon", default: 1e-5)
        let valueSize = try metadata.number("attention.value_length", 16...256, default: headSize)
        guard heads % keyValueHeads == 0, headSize % 16 == 0, hiddenSize % 32 == 0, feedForwardSize % 32 == 0,
            (keyValueHeads * headSize) % 32 == 0, (heads * headSize) % 32 == 0, valueSize == headSize
        else {
            throw ModelFileError(
                .unsupported,
                "\(file.path): \(heads)/\(keyValueHeads) heads of \(headSize) over \(hiddenSize) cannot be run")
        }
        let isLargest = architecture.layersOfLargest == layers
        attentionScale = 1 / Float(isLargest ? hiddenSize / heads : headSize).squareRoot()
        attentionCap = try metadata.float("attn_logit_softcapping", default: architecture.defaultCaps.attention)
        logitCap = try metadata.float("final_logit_softcapping", default: architecture.defaultCaps.logits)
        window =
            architecture.windowPeriod == nil
            ? 0 : try metadata.number("attention.sliding_window", 0...1_048_576, default: architecture.defaultWindow)
        rotation = try RotaryPositions(metadata, headSize: headSize, contextLength: contextLength)
        if window > 0, let base = architecture.windowRotaryBase {
            windowRotation = RotaryPositions(
                base: Double(try metadata.float("rope.freq_base_swa", default: base)), headSize: headSize)
        }
    }

    /// Whether a layer sees a window of positions only.
    func hasWindow(layer: Int) -> Bool {
        guard window > 0, let period = architecture.windowPeriod else { return false }
        return layer % period < period - 1
    }
}

/// The metadata that a GGUF file keeps under the name of its architecture.
struct ArchitectureMetadata {
    let file: GGUFFile
    let architecture: DecoderArchitecture

    /// - Throws: `unsupported` for an architecture that is not known.
    init(_ file: GGUFFile) throws {
        self.file = file
        let name = file.string("general.architecture") ?? "unknown"
        guard let architecture = DecoderArchitecture(rawValue: name) else {
            let known = DecoderArchitecture.allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelFileError(
                .unsupported, "\(file.path): models of the architecture “\(name)” cannot be run; \(known) can")
        }
        self.architecture = architecture
    }

    /// A whole number.
    ///
    /// - Throws: `damaged` where it is missing without a default, or out of range.
    func number(_ key: String, _ range: ClosedRange<Int>, default fallback: Int? = nil) throws -> Int {
        try file.integer(name(key), range, default: fallback)
    }

    /// A number that may have a fraction, and is not below 0.
    ///
    /// - Throws: `damaged` where it is below 0 or no finite number.
    func float(_ key: String, default fallback: Double) throws -> Float {
        let value = Float(file.float(name(key)) ?? fallback)
        guard value >= 0, value.isFinite else {
            throw ModelFileError(.damaged, "\(file.path): “\(name(key))” is \(value)")
        }
        return value
    }

    /// A text.
    func string(_ key: String) -> String? { file.string(name(key)) }

    private func name(_ key: String) -> String { architecture.rawValue + "." + key }
}
