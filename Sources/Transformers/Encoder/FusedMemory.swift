internal import CKernels
internal import Foundation

/// An encoder's tensors in the memory that its kernels read.
struct FusedMemory {
    private let weights: BertWeights
    /// What the panels of the layers point to.
    let matrices: PackedMatrices
    /// What their other pointers point to.
    private(set) var buffers: [AlignedBuffer] = []

    /// Looks up all tensors, which may fail, then packs the matrices on all processors or maps what was packed before.
    ///
    /// - Parameter url: where packed matrices are kept; nil for nowhere.
    init(weights: BertWeights, format: ck_encoder_format, keptAt url: URL?) throws {
        self.weights = weights
        let hidden = weights.configuration.hiddenSize
        var sources: [PackedMatrices.Source] = []
        for index in 0..<weights.configuration.layers {
            for matrix in Self.matrices(of: index, weights.configuration) {
                let tensor = try weights.tensor(matrix.path + ".weight", shape: [matrix.outputs, matrix.inputs])
                sources.append(PackedMatrices.Source(name: matrix.path, tensor: tensor))
                _ = try weights.tensor(matrix.path + ".bias", shape: [matrix.outputs])
            }
            for norm in ["attention.output.LayerNorm", "output.LayerNorm"] {
                for part in ["weight", "bias"] {
                    _ = try weights.tensor("encoder.layer.\(index).\(norm).\(part)", shape: [hidden])
                }
            }
        }
        matrices = PackedMatrices(sources, layout: .encoder(format), keptAt: url)
    }

    private static func matrices(
        of layer: Int, _ configuration: BertConfiguration
    ) -> [(path: String, outputs: Int, inputs: Int)] {
        let (hidden, intermediate) = (configuration.hiddenSize, configuration.intermediateSize)
        let path = "encoder.layer.\(layer)."
        return ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"].map {
            (path + $0, hidden, hidden)
        } + [(path + "intermediate.dense", intermediate, hidden), (path + "output.dense", hidden, intermediate)]
    }

    mutating func layer(_ index: Int) throws -> ck_encoder_layer {
        let path = "encoder.layer.\(index)."
        var dense = try Self.matrices(of: index, weights.configuration).map { matrix in
            let bias = keep(try weights.floats(matrix.path + ".bias", shape: [matrix.outputs]))
            return ck_encoder_dense(panels: matrices.panels(matrix.path), bias: bias)
        }[...]
        return ck_encoder_layer(
            query: dense.removeFirst(), key: dense.removeFirst(), value: dense.removeFirst(),
            output: dense.removeFirst(), attention_norm: try norm(path + "attention.output.LayerNorm"),
            expand: dense.removeFirst(), contract: dense.removeFirst(), norm: try norm(path + "output.LayerNorm"))
    }

    mutating func norm(_ path: String) throws -> ck_encoder_norm {
        let norm = try weights.norm(path)
        return ck_encoder_norm(gamma: keep(norm.gamma), beta: keep(norm.beta))
    }

    private mutating func keep(_ values: [Float]) -> UnsafePointer<Float> {
        let buffer = AlignedBuffer(uninitialized: values.count * 4)
        let floats = buffer.address.bindMemory(to: Float.self, capacity: values.count)
        floats.initialize(from: values, count: values.count)
        buffers.append(buffer)
        return UnsafePointer(floats)
    }
}
