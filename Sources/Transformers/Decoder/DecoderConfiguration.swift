internal import Foundation

/// The sizes of a Llama-family decoder, from a GGUF file's metadata.
struct DecoderConfiguration: Sendable {
    var layers: Int
    var hiddenSize: Int
    var heads: Int
    var keyValueHeads: Int
    var headSize: Int
    var feedForwardSize: Int
    var vocabularySize: Int
    var contextLength: Int
    var epsilon: Float
    /// Radians a position for each pair of a head: [headSize / 2].
    var ropeFrequencies: [Float]

    /// - Throws: `unsupported` for another architecture, `damaged` for sizes that cannot be.
    init(_ file: GGUFFile) throws {
        let architecture = file.string("general.architecture") ?? "unknown"
        guard architecture == "llama" else {
            throw ModelFileError(
                .unsupported, "\(file.path): models of the architecture “\(architecture)” cannot be run; “llama” can")
        }
        func number(_ key: String, _ range: ClosedRange<Int>, default fallback: Int? = nil) throws -> Int {
            guard let value = file.integer("llama." + key) ?? fallback, range.contains(value) else {
                let found = file.integer("llama." + key).map { "\($0)" } ?? "missing"
                throw ModelFileError(
                    .damaged,
                    "\(file.path): “llama.\(key)” is \(found), but must be from \(range.lowerBound) to \(range.upperBound)"
                )
            }
            return value
        }
        layers = try number("block_count", 1...256)
        hiddenSize = try number("embedding_length", 32...16384)
        heads = try number("attention.head_count", 1...256)
        keyValueHeads = try number("attention.head_count_kv", 1...256, default: heads)
        headSize = try number("attention.key_length", 16...256, default: hiddenSize / heads)
        feedForwardSize = try number("feed_forward_length", 32...65536)
        contextLength = try number("context_length", 1...1_048_576)
        guard let tokens = file.strings("tokenizer.ggml.tokens"), !tokens.isEmpty else {
            throw ModelFileError(.damaged, "\(file.path) has no vocabulary; fetch the model again")
        }
        vocabularySize = tokens.count
        epsilon = Float(file.float("llama.attention.layer_norm_rms_epsilon") ?? 1e-5)
        guard heads % keyValueHeads == 0, headSize % 16 == 0, hiddenSize % 32 == 0, feedForwardSize % 32 == 0,
            (keyValueHeads * headSize) % 32 == 0, (heads * headSize) % 32 == 0
        else {
            throw ModelFileError(
                .unsupported,
                "\(file.path): \(heads)/\(keyValueHeads) heads of \(headSize) over \(hiddenSize) cannot be run")
        }
        let rotated = try number("rope.dimension_count", 2...256, default: headSize)
        let scaling = file.string("llama.rope.scaling.type") ?? "none"
        guard rotated == headSize, scaling == "none" || scaling == "linear", !file.hasTensor("rope_freqs.weight") else {
            throw ModelFileError(
                .unsupported, "\(file.path): its rotary positions (“\(scaling)” scaling) cannot be run")
        }
        let base = file.float("llama.rope.freq_base") ?? 10_000
        let factor = scaling == "linear" ? file.float("llama.rope.scaling.factor") ?? 1 : 1
        guard base > 0, factor > 0 else { throw ModelFileError(.damaged, "\(file.path): its rotary base is \(base)") }
        let size = Double(headSize)
        ropeFrequencies = (0..<headSize / 2).map { Float(pow(base, -2 * Double($0) / size) / factor) }
    }
}
