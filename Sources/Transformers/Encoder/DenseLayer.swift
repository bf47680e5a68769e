internal import CKernels

/// A dense layer: y = x Wᵀ + b, weights packed for the processor.
struct DenseLayer: Sendable {
    let inputs: Int
    let outputs: Int
    private let format: ck_dense_format
    private let weights: AlignedBuffer
    private let bias: [Float]

    /// - Parameters:
    ///   - weights: [outputs, inputs], row-major.
    ///   - bias: [outputs].
    init(weights source: [Float], bias: [Float], format: ck_dense_format) {
        outputs = bias.count
        inputs = source.count / bias.count
        self.format = format
        self.bias = bias
        weights = AlignedBuffer(count: Int(ck_dense_packed_size(format, Int64(outputs), Int64(inputs))))
        ck_dense_pack(format, source, Int64(outputs), Int64(inputs), weights.address)
    }

    /// Writes y [rows, outputs] for x [rows, inputs]; `scratch` has 2 · rows · inputs bytes.
    func apply(
        _ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>, scratch: UnsafeMutableRawPointer
    ) {
        ck_dense(format, x, Int64(rows), Int64(inputs), weights.address, Int64(outputs), bias, y, scratch)
    }
}
