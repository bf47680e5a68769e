internal import CKernels

/// The layers of an encoder as separate f32 kernels, on every processor and for all sizes; one thread a text.
struct DenseLayers: BertLayers {
    struct Layer: Sendable {
        var projections: DenseLayer
        var output: DenseLayer
        var attentionNorm: LayerNorm
        var expand: DenseLayer
        var contract: DenseLayer
        var norm: LayerNorm
    }

    let configuration: BertConfiguration
    let embeddingNorm: LayerNorm
    let layers: [Layer]

    init(_ weights: BertWeights) throws {
        configuration = weights.configuration
        embeddingNorm = try weights.norm("embeddings.LayerNorm")
        layers = try (0..<configuration.layers).map { try weights.denseLayer($0) }
    }

    func pass(capacity: Int) -> any BertPass { DensePass(self, capacity: capacity) }
}

/// The memory of one text on its way through ``DenseLayers``.
private final class DensePass: BertPass, @unchecked Sendable {
    let capacity: Int
    var state: UnsafeMutablePointer<Float> { stateBuffer.floats }
    private let encoder: DenseLayers
    private var configuration: BertConfiguration { encoder.configuration }
    private let stateBuffer: AlignedBuffer
    private let projections: AlignedBuffer
    private let attended: AlignedBuffer
    private let output: AlignedBuffer
    private let expanded: AlignedBuffer
    private let scratch: AlignedBuffer
    private let attentionScratch: AlignedBuffer

    /// Rows that go through the feed-forward layers together, so that the wide middle stays in the cache.
    private static let feedForwardRows = 60

    init(_ encoder: DenseLayers, capacity: Int) {
        self.encoder = encoder
        self.capacity = capacity
        let configuration = encoder.configuration
        let hidden = configuration.hiddenSize
        stateBuffer = AlignedBuffer(count: capacity * hidden * 4)
        projections = AlignedBuffer(count: capacity * hidden * 12)
        attended = AlignedBuffer(count: capacity * hidden * 4)
        output = AlignedBuffer(count: capacity * hidden * 4)
        expanded = AlignedBuffer(count: Self.feedForwardRows * configuration.intermediateSize * 4)
        scratch = AlignedBuffer(
            count: max(capacity * hidden, Self.feedForwardRows * configuration.intermediateSize) * 2)
        attentionScratch = AlignedBuffer(
            count: Int(ck_attention_scratch(Int64(capacity), Int64(configuration.headSize))) * 4)
    }

    func run(tokens: Int, isAlone: Bool) {
        add(nil, encoder.embeddingNorm, tokens: tokens)
        for layer in encoder.layers { run(layer, tokens: tokens) }
    }

    private func run(_ layer: DenseLayers.Layer, tokens: Int) {
        let hidden = configuration.hiddenSize
        layer.projections.apply(state, rows: tokens, to: projections.floats, scratch: scratch.address)
        ck_attention(
            projections.floats, Int64(tokens), Int64(configuration.heads), Int64(configuration.headSize),
            attended.floats,
            attentionScratch.floats)
        layer.output.apply(attended.floats, rows: tokens, to: output.floats, scratch: scratch.address)
        add(output.floats, layer.attentionNorm, tokens: tokens)
        for start in stride(from: 0, to: tokens, by: Self.feedForwardRows) {
            let rows = min(Self.feedForwardRows, tokens - start)
            layer.expand.apply(state + start * hidden, rows: rows, to: expanded.floats, scratch: scratch.address)
            ck_gelu(expanded.floats, Int64(rows * configuration.intermediateSize))
            layer.contract.apply(
                expanded.floats, rows: rows, to: output.floats + start * hidden, scratch: scratch.address)
        }
        add(output.floats, layer.norm, tokens: tokens)
    }

    /// The norm of the state with `residual` added.
    private func add(_ residual: UnsafeMutablePointer<Float>?, _ norm: LayerNorm, tokens: Int) {
        ck_add_layer_norm(
            state, residual, Int64(tokens), Int64(configuration.hiddenSize), norm.gamma, norm.beta,
            configuration.epsilon)
    }
}
