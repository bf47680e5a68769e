internal import CKernels
internal import Foundation

/// The weights of a decoder, packed for the kernels, and the C structure that points to them.
///
/// `@unchecked Sendable`: written while it is made, only read afterwards.
final class DecoderWeights: @unchecked Sendable {
    /// What the kernels take.
    private(set) var decoder = ck_decoder()
    private var buffers: [AlignedBuffer] = []
    let matrices: PackedMatrices
    private let layers: UnsafeMutableBufferPointer<ck_decoder_layer>
    private let tensors: any TensorSource
    private let embeddings: WeightTensor
    private let embeddingScale: Float
    private let hiddenSize: Int
    private let normOffset: Float

    /// - Parameter url: where packed matrices are kept; nil for nowhere.
    /// - Throws: `damaged` where a tensor is missing or has another shape.
    init(_ tensors: any TensorSource, _ configuration: DecoderConfiguration, keptAt url: URL?) throws {
        self.tensors = tensors
        (hiddenSize, normOffset) = (configuration.hiddenSize, configuration.normOffset)
        embeddings = try tensors.tensor("token_embd.weight", shape: [configuration.vocabularySize, hiddenSize])
        embeddingScale = configuration.architecture.isGemma ? Float(hiddenSize).squareRoot() : 1
        // A model without an output matrix uses the embeddings for it.
        let head = tensors.hasTensor("output.weight") ? "output.weight" : "token_embd.weight"
        let shapes = Self.matrices(of: configuration) + [(head, configuration.vocabularySize, hiddenSize)]
        let sources = try shapes.map { name, outputs, inputs in
            PackedMatrices.Source(name: name, tensor: try tensors.tensor(name, shape: [outputs, inputs]))
        }
        matrices = PackedMatrices(sources, layout: .decoder, keptAt: url)
        layers = .allocate(capacity: configuration.layers)
        layers.initialize(repeating: ck_decoder_layer())
        for index in 0..<configuration.layers { layers[index] = try layer(index, configuration) }
        decoder.layers = Int64(configuration.layers)
        decoder.hidden = Int64(hiddenSize)
        decoder.heads = Int64(configuration.heads)
        decoder.kv_heads = Int64(configuration.keyValueHeads)
        decoder.head_size = Int64(configuration.headSize)
        decoder.feed_forward = Int64(configuration.feedForwardSize)
        decoder.vocabulary = Int64(configuration.vocabularySize)
        decoder.epsilon = configuration.epsilon
        decoder.pairs = configuration.turnsNeighbours ? CK_NEIGHBOURS : CK_HALVES
        decoder.activation = configuration.architecture.isGemma ? CK_GELU_TANH : CK_SILU
        decoder.rotation.0 = rotation(configuration.rotation)
        if let windowRotation = configuration.windowRotation { decoder.rotation.1 = rotation(windowRotation) }
        decoder.attention_scale = configuration.attentionScale
        decoder.attention_cap = configuration.attentionCap
        decoder.logit_cap = configuration.logitCap
        decoder.layer = UnsafePointer(layers.baseAddress)
        decoder.norm = try norm("output_norm", count: hiddenSize)
        decoder.head = matrices.matrix(head)
        if tensors.hasTensor("output.bias") {
            decoder.head.bias = try vector("output.bias", count: configuration.vocabularySize)
        }
        tensors.releasePages()
    }

    deinit { layers.deallocate() }

    /// Writes the embedding of a token: [hiddenSize].
    func copyEmbedding(of token: Int32, to target: UnsafeMutablePointer<Float>) {
        embeddings.copy(row: Int(token), to: target)
        guard embeddingScale != 1 else { return }
        for index in 0..<hiddenSize { target[index] *= embeddingScale }
    }

    /// The matrices of all layers, with their outputs and inputs.
    private static func matrices(of configuration: DecoderConfiguration) -> [(name: String, Int, Int)] {
        let hidden = configuration.hiddenSize
        let middle = configuration.feedForwardSize
        let queries = configuration.heads * configuration.headSize
        let keys = configuration.keyValueHeads * configuration.headSize
        let parts = [
            ("attn_q", queries, hidden), ("attn_k", keys, hidden), ("attn_v", keys, hidden),
            ("attn_output", hidden, queries), ("ffn_gate", middle, hidden), ("ffn_up", middle, hidden),
            ("ffn_down", hidden, middle),
        ]
        return (0..<configuration.layers).flatMap { layer in
            parts.map { ("blk.\(layer).\($0.0).weight", $0.1, $0.2) }
        }
    }

    private func layer(_ index: Int, _ configuration: DecoderConfiguration) throws -> ck_decoder_layer {
        let architecture = configuration.architecture
        func name(_ part: String) -> String { "blk.\(index).\(part)" }
        func norm(_ part: String) throws -> UnsafePointer<Float> { try self.norm(name(part), count: hiddenSize) }
        func matrix(_ part: String, hasBias: Bool = false) throws -> ck_matrix {
            var matrix = matrices.matrix(name(part) + ".weight")
            if hasBias || tensors.hasTensor(name(part) + ".bias") {
                matrix.bias = try vector(name(part) + ".bias", count: Int(matrix.n))
            }
            return matrix
        }
        var layer = ck_decoder_layer()
        layer.attention_norm = try norm("attn_norm")
        layer.query = try matrix("attn_q", hasBias: architecture.hasBiases)
        layer.key = try matrix("attn_k", hasBias: architecture.hasBiases)
        layer.value = try matrix("attn_v", hasBias: architecture.hasBiases)
        layer.output = try matrix("attn_output")
        layer.feed_forward_norm = try norm("ffn_norm")
        layer.gate = try matrix("ffn_gate")
        layer.up = try matrix("ffn_up")
        layer.down = try matrix("ffn_down")
        if architecture.hasHeadNorms {
            layer.query_norm = try self.norm(name("attn_q_norm"), count: configuration.headSize)
            layer.key_norm = try self.norm(name("attn_k_norm"), count: configuration.headSize)
        }
        if architecture.isGemma {
            layer.attention_post_norm = try norm("post_attention_norm")
            layer.feed_forward_post_norm = try norm("post_ffw_norm")
        }
        if configuration.hasWindow(layer: index) {
            layer.window = Int64(configuration.window)
            layer.rotation = configuration.windowRotation == nil ? 0 : 1
        }
        return layer
    }

    private func rotation(_ positions: RotaryPositions) -> ck_rotation {
        ck_rotation(frequencies: keep(positions.frequencies), magnitude: positions.magnitude)
    }

    /// Keeps numbers, with zeros behind them up to a whole panel.
    private func keep(_ values: [Float]) -> UnsafePointer<Float> {
        let padded = values + [Float](repeating: 0, count: (32 - values.count % 32) % 32)
        let buffer = AlignedBuffer(count: padded.count * 4)
        buffer.floats.update(from: padded, count: padded.count)
        buffers.append(buffer)
        return UnsafePointer(buffer.floats)
    }

    private func norm(_ name: String, count: Int) throws -> UnsafePointer<Float> {
        keep(try tensors.tensor(name + ".weight", shape: [count]).floats().map { $0 + normOffset })
    }

    private func vector(_ name: String, count: Int) throws -> UnsafePointer<Float> {
        keep(try tensors.tensor(name, shape: [count]).floats())
    }
}
