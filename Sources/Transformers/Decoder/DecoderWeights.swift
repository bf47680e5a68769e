internal import CKernels

/// The weights of a decoder, packed for the kernels, and the C structure that points to them.
///
/// `@unchecked Sendable`: written while it is made, only read afterwards.
final class DecoderWeights: @unchecked Sendable {
    /// What the kernels take.
    private(set) var decoder = ck_decoder()
    private var buffers: [AlignedBuffer] = []
    private let layers: UnsafeMutableBufferPointer<ck_decoder_layer>
    private let file: GGUFFile
    private let embeddings: GGUFFile.Tensor
    private let hiddenSize: Int

    init(_ file: GGUFFile, _ configuration: DecoderConfiguration) throws {
        self.file = file
        hiddenSize = configuration.hiddenSize
        embeddings = try file.tensor("token_embd.weight", rows: configuration.vocabularySize, columns: hiddenSize)
        layers = .allocate(capacity: configuration.layers)
        layers.initialize(repeating: ck_decoder_layer())
        let attention = configuration.heads * configuration.headSize
        let keys = configuration.keyValueHeads * configuration.headSize
        for index in 0..<configuration.layers {
            let path = "blk.\(index)."
            layers[index] = ck_decoder_layer(
                attention_norm: try vector(path + "attn_norm.weight", count: hiddenSize),
                feed_forward_norm: try vector(path + "ffn_norm.weight", count: hiddenSize),
                query: try matrix(path + "attn_q.weight", outputs: attention, inputs: hiddenSize),
                key: try matrix(path + "attn_k.weight", outputs: keys, inputs: hiddenSize),
                value: try matrix(path + "attn_v.weight", outputs: keys, inputs: hiddenSize),
                output: try matrix(path + "attn_output.weight", outputs: hiddenSize, inputs: attention),
                gate: try matrix(path + "ffn_gate.weight", outputs: configuration.feedForwardSize, inputs: hiddenSize),
                up: try matrix(path + "ffn_up.weight", outputs: configuration.feedForwardSize, inputs: hiddenSize),
                down: try matrix(path + "ffn_down.weight", outputs: hiddenSize, inputs: configuration.feedForwardSize))
        }
        // A model without an output matrix uses the embeddings for it.
        let head = file.hasTensor("output.weight") ? "output.weight" : "token_embd.weight"
        decoder = ck_decoder(
            layers: Int64(configuration.layers), hidden: Int64(hiddenSize), heads: Int64(configuration.heads),
            kv_heads: Int64(configuration.keyValueHeads), head_size: Int64(configuration.headSize),
            feed_forward: Int64(configuration.feedForwardSize), vocabulary: Int64(configuration.vocabularySize),
            epsilon: configuration.epsilon, rope_frequencies: keep(configuration.ropeFrequencies),
            layer: UnsafePointer(layers.baseAddress), norm: try vector("output_norm.weight", count: hiddenSize),
            head: try matrix(head, outputs: configuration.vocabularySize, inputs: hiddenSize))
        file.file.releasePages()
    }

    deinit { layers.deallocate() }

    /// Writes the embedding of a token: [hiddenSize].
    func copyEmbedding(of token: Int32, to target: UnsafeMutablePointer<Float>) {
        let rowSize = hiddenSize / embeddings.format.blockLength * embeddings.format.blockSize
        let bytes = file.bytes(of: embeddings)
        let row = UnsafeRawBufferPointer(rebasing: bytes[Int(token) * rowSize..<(Int(token) + 1) * rowSize])
        embeddings.format.expand(row, count: hiddenSize, to: target)
    }

    private func keep(_ values: [Float]) -> UnsafePointer<Float> {
        let buffer = AlignedBuffer(count: values.count * 4)
        buffer.floats.update(from: values, count: values.count)
        buffers.append(buffer)
        return UnsafePointer(buffer.floats)
    }

    private func vector(_ name: String, count: Int) throws -> UnsafePointer<Float> {
        let tensor = try file.tensor(name, rows: 1, columns: count)
        return keep(floats(of: tensor, row: 0))
    }

    private func matrix(_ name: String, outputs: Int, inputs: Int) throws -> ck_matrix {
        let tensor = try file.tensor(name, rows: outputs, columns: inputs)
        guard let format = tensor.format.blockFormat else { return dense(tensor) }
        let buffer = AlignedBuffer(count: Int(ck_blocks_packed_size(format, Int64(outputs), Int64(inputs))))
        if let start = file.bytes(of: tensor).baseAddress {
            ck_blocks_pack(format, start, Int64(outputs), Int64(inputs), buffer.address)
        }
        buffers.append(buffer)
        return ck_matrix(is_dense: 0, format: format, n: Int64(outputs), k: Int64(inputs), packed: buffer.address)
    }

    private func dense(_ tensor: GGUFFile.Tensor) -> ck_matrix {
        let outputs = Int64(tensor.rows)
        let inputs = Int64(tensor.columns)
        let buffer = AlignedBuffer(count: Int(ck_dense_packed_size(CK_DENSE_F32, outputs, inputs)))
        let weights = (0..<tensor.rows).flatMap { floats(of: tensor, row: $0) }
        ck_dense_pack(CK_DENSE_F32, weights, outputs, inputs, buffer.address)
        buffers.append(buffer)
        return ck_matrix(is_dense: 1, format: CK_Q8_0, n: outputs, k: inputs, packed: buffer.address)
    }

    private func floats(of tensor: GGUFFile.Tensor, row: Int) -> [Float] {
        let rowSize = tensor.columns / tensor.format.blockLength * tensor.format.blockSize
        let bytes = UnsafeRawBufferPointer(rebasing: file.bytes(of: tensor)[row * rowSize..<(row + 1) * rowSize])
        return [Float](unsafeUninitializedCapacity: tensor.columns) { target, initialized in
            if let start = target.baseAddress {
                tensor.format.expand(bytes, count: tensor.columns, to: start)
            }
            initialized = tensor.columns
        }
    }
}
