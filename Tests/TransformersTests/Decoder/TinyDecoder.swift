import Foundation
import TestSupport

/// A small random decoder: its GGUF file, and its weights as a reference uses them.
///
/// The sizes are uneven on purpose: heads are wider than the hidden size divides into, the vocabulary fills no whole panel, and
/// two queries share a key.
struct TinyDecoder {
    let hidden = 64
    let heads = 4
    let keyValueHeads = 2
    let headSize = 32
    let feedForward = 96
    let vocabulary = 70
    let layers = 2
    var contextLength = 512
    var ropeBase = 10_000.0
    /// Positions are divided by this; 1 for none.
    var ropeFactor = 1.0
    let epsilon = 1e-5

    /// By name: [rows, columns], row-major.
    private(set) var weights: [String: [Double]] = [:]
    private(set) var builder = GGUFBuilder()

    init(_ coding: WeightCoding = .q41, hasOutput: Bool = false, ropeBase: Double = 10_000, ropeFactor: Double = 1) {
        self.ropeBase = ropeBase
        self.ropeFactor = ropeFactor
        describe()
        var random = SplitMix64(state: 7)
        add("token_embd.weight", vocabulary, hidden, coding, 1, &random)
        for layer in 0..<layers {
            let path = "blk.\(layer)."
            addNorm(path + "attn_norm.weight", &random)
            add(path + "attn_q.weight", heads * headSize, hidden, coding, 2, &random)
            add(path + "attn_k.weight", keyValueHeads * headSize, hidden, coding, 2, &random)
            add(path + "attn_v.weight", keyValueHeads * headSize, hidden, coding, 1, &random)
            add(path + "attn_output.weight", hidden, heads * headSize, coding, 1, &random)
            addNorm(path + "ffn_norm.weight", &random)
            add(path + "ffn_gate.weight", feedForward, hidden, coding, 1, &random)
            add(path + "ffn_up.weight", feedForward, hidden, coding, 1, &random)
            add(path + "ffn_down.weight", hidden, feedForward, coding, 1, &random)
        }
        addNorm("output_norm.weight", &random)
        if hasOutput { add("output.weight", vocabulary, hidden, coding, 1, &random) }
    }

    private mutating func describe() {
        let letters = (0..<vocabulary).map { $0 < 2 ? ["<s>", "</s>"][$0] : String(UnicodeScalar(UInt8(0x21 + $0))) }
        builder.entries = [
            ("general.architecture", .string("llama")), ("general.name", .string("Tiny")),
            ("llama.block_count", .uint32(UInt32(layers))), ("llama.embedding_length", .uint32(UInt32(hidden))),
            ("llama.attention.head_count", .uint32(UInt32(heads))),
            ("llama.attention.head_count_kv", .uint32(UInt32(keyValueHeads))),
            ("llama.attention.key_length", .uint32(UInt32(headSize))),
            ("llama.attention.value_length", .uint32(UInt32(headSize))),
            ("llama.feed_forward_length", .uint32(UInt32(feedForward))),
            ("llama.context_length", .uint32(UInt32(contextLength))),
            ("llama.attention.layer_norm_rms_epsilon", .float32(Float(epsilon))),
            ("llama.rope.dimension_count", .uint32(UInt32(headSize))),
            ("llama.rope.freq_base", .float32(Float(ropeBase))),
            ("tokenizer.ggml.model", .string("gpt2")), ("tokenizer.ggml.pre", .string("smollm")),
            ("tokenizer.ggml.tokens", .strings(letters)), ("tokenizer.ggml.merges", .strings([])),
            ("tokenizer.ggml.token_type", .int32s((0..<vocabulary).map { $0 < 2 ? 3 : 1 })),
            ("tokenizer.ggml.bos_token_id", .uint32(0)), ("tokenizer.ggml.eos_token_id", .uint32(1)),
            ("tokenizer.ggml.add_bos_token", .bool(1)),
        ]
        if ropeFactor != 1 {
            builder.set("llama.rope.scaling.type", .string("linear"))
            builder.set("llama.rope.scaling.factor", .float32(Float(ropeFactor)))
        }
    }

    private mutating func add(
        _ name: String, _ rows: Int, _ columns: Int, _ coding: WeightCoding, _ gain: Double,
        _ random: inout SplitMix64
    ) {
        // Uniform numbers with the variance gain² / columns.
        let width = gain * (3 / Double(columns)).squareRoot()
        let plain = (0..<rows * columns).map { _ in Double.random(in: -width...width, using: &random) }
        let (bytes, values) = coding.encode(plain)
        weights[name] = values
        builder.tensors.append(
            GGUFBuilder.Tensor(
                name: name, shape: [UInt64(columns), UInt64(rows)], type: coding.rawValue, data: bytes))
    }

    private mutating func addNorm(_ name: String, _ random: inout SplitMix64) {
        let (bytes, values) = WeightCoding.f32.encode((0..<hidden).map { _ in .random(in: 0.5...1.5, using: &random) })
        weights[name] = values
        builder.tensors.append(
            GGUFBuilder.Tensor(name: name, shape: [UInt64(hidden)], type: WeightCoding.f32.rawValue, data: bytes))
    }
}
