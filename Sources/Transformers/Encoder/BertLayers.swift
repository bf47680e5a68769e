internal import Foundation

/// The layers of an encoder with their weights packed for one kind of arithmetic, shared by all threads.
protocol BertLayers: Sendable {
    /// The memory of texts with up to `capacity` tokens, special tokens included.
    func pass(capacity: Int) -> any BertPass
}

extension BertWeights {
    /// The fastest layers of this precision on this processor.
    ///
    /// - Parameter url: where packed matrices are kept; nil for nowhere.
    func layers(_ precision: EncoderPrecision, threads: Int, keptAt url: URL?) throws -> any BertLayers {
        guard let format = FusedLayers.format(configuration, precision) else { return try DenseLayers(self) }
        return try FusedLayers(self, format: format, threads: threads, keptAt: url)
    }
}

/// The memory of one text on its way through an encoder.
///
/// Implementations are `@unchecked Sendable`: one text at a time has a pass.
protocol BertPass: AnyObject, Sendable {
    /// The most tokens of a text.
    var capacity: Int { get }

    /// The sums of the embeddings, then the hidden state: [tokens, hiddenSize].
    var state: UnsafeMutablePointer<Float> { get }

    /// Sends `tokens` rows of the state through the norm of the embeddings and all layers.
    ///
    /// - Parameter isAlone: no other text is embedded, so that all threads may work on this one. The result is the same.
    func run(tokens: Int, isAlone: Bool)
}

/// Scale and shift of a layer norm: [hiddenSize] each.
struct LayerNorm: Sendable {
    var gamma: [Float]
    var beta: [Float]
}
