/// How a GGUF file stores the numbers of a tensor: blocks of 32 with their scale, or plain numbers.
enum WeightFormat: UInt32, Sendable, CaseIterable {
    case f32 = 0
    case f16 = 1
    case q40 = 2
    case q41 = 3
    case q80 = 8

    /// Numbers a block.
    var blockLength: Int {
        switch self {
        case .f32, .f16: 1
        case .q40, .q41, .q80: 32
        }
    }

    /// Bytes a block.
    var blockSize: Int {
        switch self {
        case .f32: 4
        case .f16: 2
        case .q40: 18
        case .q41: 20
        case .q80: 34
        }
    }

    /// Names of the formats that the file format knows, for messages about those that are not run.
    static func name(of raw: UInt32) -> String {
        let names = [
            "F32", "F16", "Q4_0", "Q4_1", "Q4_2", "Q4_3", "Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K", "Q3_K", "Q4_K",
            "Q5_K", "Q6_K",
            "Q8_K",
        ]
        return Int(raw) < names.count ? names[Int(raw)] : raw == 30 ? "BF16" : "number \(raw)"
    }
}
