internal import CKernels

/// How a GGUF file stores the numbers of a tensor: plain numbers, or blocks of codes with their scales.
enum WeightFormat: UInt32, Sendable, CaseIterable {
    case f32 = 0
    case f16 = 1
    case q40 = 2
    case q41 = 3
    case q50 = 6
    case q51 = 7
    case q80 = 8
    case q2K = 10
    case q3K = 11
    case q4K = 12
    case q5K = 13
    case q6K = 14
    case bf16 = 30

    /// The kernels' name of a block format; nil for plain numbers.
    var blockFormat: ck_block_format? {
        switch self {
        case .f32, .f16, .bf16: nil
        case .q40: CK_Q4_0
        case .q41: CK_Q4_1
        case .q50: CK_Q5_0
        case .q51: CK_Q5_1
        case .q80: CK_Q8_0
        case .q2K: CK_Q2_K
        case .q3K: CK_Q3_K
        case .q4K: CK_Q4_K
        case .q5K: CK_Q5_K
        case .q6K: CK_Q6_K
        }
    }

    /// The kernels' name of plain numbers; nil for a block format.
    var denseFormat: ck_dense_format? {
        switch self {
        case .f32: CK_DENSE_F32
        case .f16: CK_DENSE_WIDENED_F16
        case .bf16: CK_DENSE_WIDENED_BF16
        default: nil
        }
    }

    /// Numbers a block; 1 for plain numbers.
    var blockLength: Int { blockFormat.map { Int(ck_block_length($0)) } ?? 1 }

    /// Bytes a block.
    var blockSize: Int { blockFormat.map { Int(ck_block_size($0)) } ?? (self == .f32 ? 4 : 2) }

    /// Writes `count` numbers, which are whole blocks, as f32.
    func expand(_ bytes: UnsafeRawBufferPointer, count: Int, to target: UnsafeMutablePointer<Float>) {
        if let blockFormat {
            if let start = bytes.baseAddress { ck_blocks_expand(blockFormat, start, Int64(count), target) }
            return
        }
        for index in 0..<count {
            switch self {
            case .f32:
                let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
                target[index] = Float(bitPattern: bits)
            default:
                let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
                target[index] = self == .f16 ? HalfPrecision.float(bits) : Float(bitPattern: UInt32(bits) << 16)
            }
        }
    }

    /// Names of the formats that the file format knows, for messages about those that are not run.
    static func name(of raw: UInt32) -> String {
        let names: [UInt32: String] = [
            15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S",
            22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M",
            34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
        ]
        return names[raw] ?? "number \(raw)"
    }
}
