internal import CKernels

/// Reads the tensors of a BERT encoder, whatever file has them.
struct BertWeights {
    let configuration: BertConfiguration
    private let tensors: any TensorSource
    private let names: BertTensorNames
    private let format = ck_dense_best_format()

    /// The weights of a model folder.
    init(_ folder: SafetensorsFolder, _ configuration: BertConfiguration) {
        let prefix = ["bert.", "roberta."].first { folder.hasTensor($0 + "embeddings.word_embeddings.weight") }
        (tensors, names) = (folder, .huggingFace(prefix: prefix ?? ""))
        self.configuration = configuration
    }

    /// The weights of a GGUF file.
    init(_ file: GGUFFile, _ configuration: BertConfiguration) {
        (tensors, names) = (file, .gguf)
        self.configuration = configuration
    }

    // Paths are the names in Hugging Face's `BertModel`.

    func hasTensor(_ path: String) -> Bool { tensors.hasTensor(names.name(path)) }

    func tensor(_ path: String, shape: [Int]) throws -> WeightTensor {
        try tensors.tensor(names.name(path), shape: shape)
    }

    func floats(_ path: String, shape: [Int]) throws -> [Float] {
        try tensor(path, shape: shape).floats()
    }

    func releasePages() { tensors.releasePages() }

    /// [positions, hiddenSize]
    func positionEmbeddings() throws -> [Float] {
        let hidden = configuration.hiddenSize
        let rows = configuration.positionOffset + configuration.positions
        let all = try floats("embeddings.position_embeddings.weight", shape: [rows, hidden])
        return Array(all[(configuration.positionOffset * hidden)...])
    }

    func norm(_ path: String) throws -> LayerNorm {
        LayerNorm(
            gamma: try floats(path + ".weight", shape: [configuration.hiddenSize]),
            beta: try floats(path + ".bias", shape: [configuration.hiddenSize]))
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

    func dense(_ path: String, outputs: Int, inputs: Int) throws -> DenseLayer {
        let tensors = try tensors(path, outputs: outputs, inputs: inputs)
        return DenseLayer(weights: tensors.weights, bias: tensors.bias, format: format)
    }

    private func tensors(_ path: String, outputs: Int, inputs: Int) throws -> (weights: [Float], bias: [Float]) {
        (
            try floats(path + ".weight", shape: [outputs, inputs]),
            try floats(path + ".bias", shape: [outputs])
        )
    }
}
