internal import CKernels

/// The memory of one sequence on its way through an encoder; one thread uses it at a time.
final class BertPass {
    /// The hidden state: [tokens, hiddenSize].
    let state: AlignedBuffer
    private let configuration: BertConfiguration
    private let projections: AlignedBuffer
    private let attended: AlignedBuffer
    private let output: AlignedBuffer
    private let expanded: AlignedBuffer
    private let scratch: AlignedBuffer
    private let attentionScratch: AlignedBuffer

    /// Rows that go through the feed-forward layers together, so that the wide middle stays in the cache.
    private static let feedForwardRows = 60

    /// - Parameter capacity: the most tokens of a sequence, special tokens included.
    init(configuration: BertConfiguration, capacity: Int) {
        self.configuration = configuration
        let hidden = configuration.hiddenSize
        state = AlignedBuffer(count: capacity * hidden * 4)
        projections = AlignedBuffer(count: capacity * hidden * 12)
        attended = AlignedBuffer(count: capacity * hidden * 4)
        output = AlignedBuffer(count: capacity * hidden * 4)
        expanded = AlignedBuffer(count: Self.feedForwardRows * configuration.intermediateSize * 4)
        scratch = AlignedBuffer(
            count: max(capacity * hidden, Self.feedForwardRows * configuration.intermediateSize) * 2)
        attentionScratch = AlignedBuffer(
            count: Int(ck_attention_scratch(Int64(capacity), Int64(configuration.headSize))) * 4)
    }

    /// Sends `tokens` rows of the state through one layer.
    func run(_ layer: BertModel.Layer, tokens: Int) {
        let hidden = configuration.hiddenSize
        layer.projections.apply(state.floats, rows: tokens, to: projections.floats, scratch: scratch.address)
        ck_attention(
            projections.floats, Int64(tokens), Int64(configuration.heads), Int64(configuration.headSize),
            attended.floats,
            attentionScratch.floats)
        layer.output.apply(attended.floats, rows: tokens, to: output.floats, scratch: scratch.address)
        addNorm(layer.attentionNorm, tokens: tokens)
        for start in stride(from: 0, to: tokens, by: Self.feedForwardRows) {
            let rows = min(Self.feedForwardRows, tokens - start)
            layer.expand.apply(state.floats + start * hidden, rows: rows, to: expanded.floats, scratch: scratch.address)
            ck_gelu(expanded.floats, Int64(rows * configuration.intermediateSize))
            layer.contract.apply(
                expanded.floats, rows: rows, to: output.floats + start * hidden, scratch: scratch.address)
        }
        addNorm(layer.norm, tokens: tokens)
    }

    private func addNorm(_ norm: BertModel.LayerNorm, tokens: Int) {
        ck_add_layer_norm(
            state.floats, output.floats, Int64(tokens), Int64(configuration.hiddenSize), norm.gamma, norm.beta,
            configuration.epsilon)
    }

    /// The mean of the state over its tokens, as a unit vector.
    func pooled(tokens: Int) -> [Float] {
        let hidden = configuration.hiddenSize
        var mean = [Float](repeating: 0, count: hidden)
        for token in 0..<tokens {
            for place in 0..<hidden { mean[place] += state.floats[token * hidden + place] }
        }
        let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? mean.map { $0 / length } : mean
    }
}
