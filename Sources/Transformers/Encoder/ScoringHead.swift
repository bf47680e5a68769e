internal import Foundation

/// What makes one number of the state of a pair's first token: a dense layer with tanh, and a weighted sum of its outputs.
struct ScoringHead: Sendable {
    private let dense: DenseLayer
    private let weights: [Float]
    private let bias: Float
    /// Whether the number is brought between 0 and 1.
    private let hasSigmoid: Bool

    /// - Throws: `unsupported` where the model gives no single number, `damaged` where a tensor of it is missing.
    init(_ weights: BertWeights, _ origin: EncoderCheckpoint.Origin) throws {
        // BERT's dense layer is the encoder's own; RoBERTa has another in the head.
        let isRoberta = weights.hasTensor("classifier.out_proj.weight")
        guard isRoberta || weights.hasTensor("pooler.dense.weight") && weights.hasTensor("classifier.weight") else {
            throw ModelFileError(.unsupported, "\(origin.path) has no layers for scores; it is no cross-encoder")
        }
        switch origin {
        case .folder(let url): hasSigmoid = try Self.hasSigmoid(url)
        case .gguf: hasSigmoid = false
        }
        let hidden = weights.configuration.hiddenSize
        dense = try weights.dense(isRoberta ? "classifier.dense" : "pooler.dense", outputs: hidden, inputs: hidden)
        let path = isRoberta ? "classifier.out_proj" : "classifier"
        self.weights = try weights.floats(path + ".weight", shape: [1, hidden])
        bias = try weights.floats(path + ".bias", shape: [1])[0]
    }

    /// Whether sentence-transformers applies a sigmoid, which it does where no file says otherwise.
    ///
    /// - Throws: `unsupported` where the model has several labels, or scores go through another function.
    private static func hasSigmoid(_ folder: URL) throws -> Bool {
        let configuration = try ModelJSON(contentsOf: folder.appending(path: "config.json"))
        let labels = configuration.value["id2label"]?.members?.count ?? 2
        guard labels == 1 else {
            throw ModelFileError(
                .unsupported, "\(configuration.path): the model chooses among \(labels) labels and gives no score")
        }
        let settings = try? ModelJSON(contentsOf: folder.appending(path: "config_sentence_transformers.json"))
        let function =
            settings?.value["activation_fn"] ?? configuration.value["sentence_transformers"]?["activation_fn"]
            ?? configuration.value["sbert_ce_default_activation_function"]
        let name = function?.text ?? "Sigmoid"
        switch name.split(separator: ".").last {
        case "Sigmoid": return true
        case "Identity": return false
        default:
            throw ModelFileError(
                .unsupported,
                "\(folder.path): scores go through “\(name)”, which cannot be run; “Sigmoid” and “Identity” can")
        }
    }

    /// - Parameter state: of the first token, [hiddenSize].
    func score(_ state: UnsafePointer<Float>) -> Float {
        let count = weights.count
        let sum = withUnsafeTemporaryAllocation(byteCount: count * 6, alignment: 64) { memory in
            guard let start = memory.baseAddress else { return bias }
            let outputs = start.bindMemory(to: Float.self, capacity: count)
            dense.apply(state, rows: 1, to: outputs, scratch: start + count * 4)
            return weights.indices.reduce(bias) { $0 + weights[$1] * tanh(outputs[$1]) }
        }
        return hasSigmoid ? 1 / (1 + exp(-sum)) : sum
    }
}
