internal import CKernels
internal import Dispatch

/// Collects an encoder's tensors in the memory that its kernels read: all are looked up first, which may fail, then packed on all
/// processors.
struct FusedMemory {
    let weights: BertWeights
    let format: ck_encoder_format
    /// What the pointers of the layers point to.
    private(set) var buffers: [AlignedBuffer] = []
    private var unpacked: [Panel] = []

    /// 32 outputs of a layer.
    private struct Panel: @unchecked Sendable {
        var weights: WeightTensor
        var first: Int
        var inputs: Int
        var target: UnsafeMutableRawPointer
    }

    init(weights: BertWeights, format: ck_encoder_format) {
        self.weights = weights
        self.format = format
    }

    mutating func layer(_ index: Int) throws -> ck_encoder_layer {
        let path = "encoder.layer.\(index)."
        let (hidden, intermediate) = (weights.configuration.hiddenSize, weights.configuration.intermediateSize)
        return ck_encoder_layer(
            query: try dense(path + "attention.self.query", outputs: hidden, inputs: hidden),
            key: try dense(path + "attention.self.key", outputs: hidden, inputs: hidden),
            value: try dense(path + "attention.self.value", outputs: hidden, inputs: hidden),
            output: try dense(path + "attention.output.dense", outputs: hidden, inputs: hidden),
            attention_norm: try norm(path + "attention.output.LayerNorm"),
            expand: try dense(path + "intermediate.dense", outputs: intermediate, inputs: hidden),
            contract: try dense(path + "output.dense", outputs: hidden, inputs: intermediate),
            norm: try norm(path + "output.LayerNorm"))
    }

    mutating func norm(_ path: String) throws -> ck_encoder_norm {
        let norm = try weights.norm(path)
        return ck_encoder_norm(gamma: keep(norm.gamma), beta: keep(norm.beta))
    }

    private mutating func dense(_ path: String, outputs: Int, inputs: Int) throws -> ck_encoder_dense {
        let matrix = try weights.tensor(path + ".weight", shape: [outputs, inputs])
        let size = Int(ck_encoder_weight_bytes(format, 32, Int64(inputs)))
        let buffer = AlignedBuffer(uninitialized: outputs / 32 * size)
        for panel in 0..<outputs / 32 {
            unpacked.append(
                Panel(weights: matrix, first: panel * 32, inputs: inputs, target: buffer.address + panel * size))
        }
        buffers.append(buffer)
        let bias = try weights.floats(path + ".bias", shape: [outputs])
        return ck_encoder_dense(panels: buffer.address, bias: keep(bias))
    }

    private mutating func keep(_ values: [Float]) -> UnsafePointer<Float> {
        let buffer = AlignedBuffer(uninitialized: values.count * 4)
        let floats = buffer.address.bindMemory(to: Float.self, capacity: values.count)
        floats.initialize(from: values, count: values.count)
        buffers.append(buffer)
        return UnsafePointer(floats)
    }

    /// Packs the layers that were looked up.
    mutating func pack() {
        let (panels, format) = (unpacked, format)
        unpacked = []
        DispatchQueue.concurrentPerform(iterations: panels.count) { index in
            let panel = panels[index]
            let count = 32 * panel.inputs
            withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { floats in
                guard let start = floats.baseAddress else { return }
                panel.weights.copy(panel.first * panel.inputs..<panel.first * panel.inputs + count, to: start)
                ck_encoder_pack(format, start, 32, Int64(panel.inputs), panel.target)
            }
        }
    }
}
