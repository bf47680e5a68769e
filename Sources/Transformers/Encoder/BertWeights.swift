internal import CKernels

/// Reads the tensors of a BERT encoder, with or without the prefix `bert.`.
struct BertWeights {
    let file: SafetensorsFile
    let configuration: BertConfiguration
    private let prefix: String
    private let format = ck_dense_best_format()

    init(file: SafetensorsFile, configuration: BertConfiguration) {
        self.file = file
        self.configuration = configuration
        prefix = file.names.contains("bert.embeddings.word_embeddings.weight") ? "bert." : ""
    }

    func name(_ name: String) -> String { prefix + name }

    func rows(_ path: String, shape: [Int]) throws -> TensorRows { try file.rows(name(path), shape: shape) }

    func floats(_ path: String, shape: [Int]) throws -> [Float] { try file.floats(name(path), shape: shape) }

    /// Position embeddings with the embedding of the first (and only) segment added: [positions, hiddenSize].
    func positionEmbeddings() throws -> [Float] {
        let hidden = configuration.hiddenSize
        var positions = try file.floats(
            name("embeddings.position_embeddings.weight"), shape: [configuration.positions, hidden])
        let segments = try file.floats(name("embeddings.token_type_embeddings.weight"), shape: [2, hidden])
        for index in positions.indices { positions[index] += segments[index % hidden] }
        return positions
    }

    func norm(_ path: String) throws -> LayerNorm {
        LayerNorm(
            gamma: try file.floats(name(path + ".weight"), shape: [configuration.hiddenSize]),
            beta: try file.floats(name(path + ".bias"), shape: [configuration.hiddenSize]))
    }

    func denseLayer(_ index: Int) throws -> DenseLayers.Layer {
        let path = "encoder.layer.\(index)."
        let hidden = configuration.hiddenSize
        let projections = try ["query", "key", "value"].map { part in
            try tensors(path + "attention.self." + part, outputs: hidden, inputs: hidden)
        }
        return DenseLayers.Layer(
            projections: DenseLayer(
                weights: projections.flatMap(\.weights), bias: projections.flatMap(\.bias), format: format),
            output: try dense(path + "attention.output.dense", outputs: hidden, inputs: hidden),
            attentionNorm: try norm(path + "attention.output.LayerNorm"),
            expand: try dense(path + "intermediate.dense", outputs: configuration.intermediateSize, inputs: hidden),
            contract: try dense(path + "output.dense", outputs: hidden, inputs: configuration.intermediateSize),
            norm: try norm(path + "output.LayerNorm"))
    }

    private func dense(_ path: String, outputs: Int, inputs: Int) throws -> DenseLayer {
        let tensors = try tensors(path, outputs: outputs, inputs: inputs)
        return DenseLayer(weights: tensors.weights, bias: tensors.bias, format: format)
    }

    private func tensors(_ path: String, outputs: Int, inputs: Int) throws -> (weights: [Float], bias: [Float]) {
        (
            try file.floats(name(path + ".weight"), shape: [outputs, inputs]),
            try file.floats(name(path + ".bias"), shape: [outputs])
        )
    }
}
