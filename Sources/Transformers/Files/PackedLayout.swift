internal import CKernels

/// How matrices are laid out for one kind of arithmetic.
enum PackedLayout: Sendable {
    /// Blocks of quantized weights or panels of dense ones, as a file has them.
    case decoder
    /// Panels of 32 outputs in the numbers of an encoder's arithmetic. Outputs and inputs are multiples of 32.
    case encoder(ck_encoder_format)

    /// What a layout's file is told apart by, behind the name that all have.
    var suffix: String {
        switch self {
        case .decoder: ""
        case .encoder(CK_ENCODER_INT8): "-int8"
        case .encoder(CK_ENCODER_INT16): "-int12"
        case .encoder: "-bfloat16"
        }
    }

    /// Takes in what tells matrices in this layout from others.
    func identify(_ identity: inout PreparedFile.Identity) {
        if case .encoder(let format) = self { identity.combine(format.rawValue) }
    }

    /// Bytes of a matrix.
    func size(of tensor: WeightTensor) -> Int {
        let (n, k) = (Int64(tensor.rows), Int64(tensor.columns))
        switch self {
        case .decoder:
            if let format = tensor.format.blockFormat { return Int(ck_blocks_packed_size(format, n, k)) }
            return Int(ck_dense_packed_size(tensor.format.denseFormat ?? CK_DENSE_F32, n, k))
        case .encoder(let format): return tensor.rows / Self.panelRows * Int(ck_encoder_weight_bytes(format, 32, k))
        }
    }

    func pack(_ tensor: WeightTensor, to target: UnsafeMutableRawPointer) {
        if case .decoder = self, let format = tensor.format.blockFormat {
            guard let start = tensor.bytes.baseAddress else { return }
            ck_blocks_pack(format, start, Int64(tensor.rows), Int64(tensor.columns), target)
            return
        }
        let panel = AlignedBuffer(uninitialized: Self.panelRows * tensor.columns * 4)
        let panelSize = panelSize(of: tensor)
        for first in stride(from: 0, to: tensor.rows, by: Self.panelRows) {
            let rows = min(Self.panelRows, tensor.rows - first)
            tensor.copy(first * tensor.columns..<(first + rows) * tensor.columns, to: panel.floats)
            pack(panel.floats, rows, tensor, to: target + first / Self.panelRows * panelSize)
        }
    }

    /// Outputs of a panel of weights, which can be packed panel by panel.
    private static let panelRows = 32

    private func panelSize(of tensor: WeightTensor) -> Int {
        switch self {
        case .decoder:
            Int(
                ck_dense_packed_size(
                    tensor.format.denseFormat ?? CK_DENSE_F32, Int64(Self.panelRows), Int64(tensor.columns)))
        case .encoder(let format): Int(ck_encoder_weight_bytes(format, Int64(Self.panelRows), Int64(tensor.columns)))
        }
    }

    private func pack(
        _ floats: UnsafeMutablePointer<Float>, _ rows: Int, _ tensor: WeightTensor, to target: UnsafeMutableRawPointer
    ) {
        let columns = Int64(tensor.columns)
        switch self {
        case .decoder: ck_dense_pack(tensor.format.denseFormat ?? CK_DENSE_F32, floats, Int64(rows), columns, target)
        case .encoder(let format): ck_encoder_pack(format, floats, Int64(rows), columns, target)
        }
    }
}
