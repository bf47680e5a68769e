import Foundation

/// How a GGUF file stores weights, written down a second time for the tests, straight from the definition of the formats.
enum WeightCoding: UInt32, CaseIterable {
    case f32 = 0
    case f16 = 1
    case q40 = 2
    case q41 = 3
    case q80 = 8
    case bf16 = 30

    /// Whether weights are plain numbers, whose products take plain inputs.
    var isPlain: Bool { self == .f32 || self == .f16 || self == .bf16 }

    /// The bytes of weights and the values that they stand for. Blocks are 32 weights.
    func encode(_ weights: [Double]) -> (bytes: [UInt8], values: [Double]) {
        switch self {
        case .f32: (weights.flatMap { GGUFBuilder.bytes(Float($0).bitPattern) }, weights.map { Double(Float($0)) })
        case .f16: (weights.flatMap { Self.half($0).bytes }, weights.map { Self.half($0).value })
        case .bf16:
            (
                weights.flatMap { GGUFBuilder.bytes(UInt16(Self.bfloat16($0).bitPattern >> 16)) },
                weights.map { Double(Self.bfloat16($0)) }
            )
        default: blocks(weights)
        }
    }

    private func blocks(_ weights: [Double]) -> (bytes: [UInt8], values: [Double]) {
        var bytes: [UInt8] = []
        var values: [Double] = []
        for start in stride(from: 0, to: weights.count, by: 32) {
            let block = weights[start..<start + 32]
            let (low, high) = (block.min() ?? 0, block.max() ?? 0)
            let largest = max(-low, high)
            let scale = Self.half(self == .q41 ? (high - low) / 15 : self == .q40 ? largest / 8 : largest / 127)
            let minimum = Self.half(self == .q41 ? low : 0)
            let (smallestCode, largestCode) = self == .q41 ? (0.0, 15.0) : self == .q40 ? (-8, 7) : (-127, 127)
            let codes = block.map { weight in
                let code = scale.value == 0 ? 0 : ((weight - minimum.value) / scale.value).rounded()
                return Int(min(max(code, smallestCode), largestCode))
            }
            values += codes.map { Double($0) * scale.value + minimum.value }
            bytes += scale.bytes
            switch self {
            case .q80: bytes += codes.map { UInt8(bitPattern: Int8($0)) }
            case .q41: bytes += minimum.bytes + (0..<16).map { UInt8(codes[$0] | codes[$0 + 16] << 4) }
            default: bytes += (0..<16).map { UInt8((codes[$0] + 8) | (codes[$0 + 16] + 8) << 4) }
            }
        }
        return (bytes, values)
    }

    /// The nearest number of half precision, and its bytes. For numbers of half precision's normal range, and zero.
    static func half(_ number: Double) -> (value: Double, bytes: [UInt8]) {
        guard abs(number) >= 0x1p-14 else { return (0, [0, 0]) }
        let step = exp2(Double(number.exponent) - 10)
        let value = (number / step).rounded(.toNearestOrEven) * step
        let fraction = UInt16(value.significand * 1024) & 1023
        let bits = (value < 0 ? 0x8000 : 0) | UInt16(Int(value.exponent) + 15) << 10 | fraction
        return (value, GGUFBuilder.bytes(bits))
    }

    /// The number of bfloat16 that is nearest, or one as near.
    private static func bfloat16(_ number: Double) -> Float {
        Float(bitPattern: (Float(number).bitPattern + 0x8000) & 0xFFFF_0000)
    }
}
