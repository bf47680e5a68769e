import CKernels
import Foundation
import Testing

/// Random numbers that are the same on every run (Steele et al., 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension SplitMix64 {
    /// Numbers from -1 to 1.
    static func floats(_ count: Int, seed: UInt64) -> [Float] {
        var random = SplitMix64(state: seed)
        return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }
}

/// Calls `body` with memory for `count` numbers, 64-byte aligned.
func withAlignedFloats<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
    defer { memory.deallocate() }
    return body(memory.bindMemory(to: Float.self, capacity: count))
}

/// Calls `body` with memory for `count` numbers and a guard behind them, which must stay as it is.
func withGuardedFloats(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
    let guarded: Float = -12345
    var out = [Float](repeating: guarded, count: count + 64)
    out.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map(body) }
    #expect(out.suffix(64).allSatisfy { $0 == guarded }, "written past the end")
    return Array(out.prefix(count))
}

/// A matrix as a GGUF file holds it, and its weights by the format's definition.
struct QuantizedMatrix {
    let format: ck_block_format
    let rows: Int
    let columns: Int
    /// The tensor's bytes, row by row.
    let bytes: [UInt8]
    /// [rows, columns]
    let weights: [Double]

    /// Random codes and scales; with `extreme`, all codes are the smallest or the largest.
    init(_ format: ck_block_format, rows: Int, columns: Int, extreme: Bool = false, seed: UInt64 = 1) {
        var random = SplitMix64(state: seed)
        var bytes: [UInt8] = []
        var weights: [Double] = []
        for _ in 0..<rows * columns / 32 {
            let (scaleBits, scale) = Self.half(&random)
            let (minimumBits, minimum) = Self.half(&random)
            bytes += scaleBits
            if format == CK_Q4_1 { bytes += minimumBits }
            let codes = (0..<(format == CK_Q8_0 ? 32 : 16)).map { _ in
                let code = UInt8.random(in: 0...255, using: &random)
                return !extreme ? code : code & 1 == 0 ? 0xFF : format == CK_Q8_0 ? 0x80 : 0
            }
            bytes += codes
            switch format {
            case CK_Q8_0: weights += codes.map { scale * Double(Int8(bitPattern: $0)) }
            case CK_Q4_1:
                weights +=
                    codes.map { scale * Double($0 & 15) + minimum } + codes.map { scale * Double($0 >> 4) + minimum }
            default:
                weights +=
                    codes.map { scale * Double(Int($0 & 15) - 8) } + codes.map { scale * Double(Int($0 >> 4) - 8) }
            }
        }
        (self.format, self.rows, self.columns) = (format, rows, columns)
        (self.bytes, self.weights) = (bytes, weights)
    }

    /// A half-precision number between 2^-10 and 2^-2 of either sign: its bytes and its value.
    private static func half(_ random: inout SplitMix64) -> ([UInt8], Double) {
        let sign = UInt16.random(in: 0...1, using: &random)
        let exponent = UInt16.random(in: 5...12, using: &random)
        let fraction = UInt16.random(in: 0...1023, using: &random)
        let bits = sign << 15 | exponent << 10 | fraction
        let value = (1 + Double(fraction) / 1024) * exp2(Double(exponent) - 15)
        return ([UInt8(bits & 255), UInt8(bits >> 8)], sign == 1 ? -value : value)
    }

    /// Calls `body` with the packed panels.
    func withPanels<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        let size = Int(ck_blocks_packed_size(format, Int64(rows), Int64(columns)))
        let packed = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        defer { packed.deallocate() }
        ck_blocks_pack(format, bytes, Int64(rows), Int64(columns), packed)
        return body(packed)
    }
}

/// Rows of activations and their tiles.
struct QuantizedActivations {
    let rows: Int
    let columns: Int
    let tiles: [ck_block_tile]

    /// Quantises `values`, [rows, stride], on the path that is set.
    init(_ values: [Float], rows: Int, columns: Int, stride: Int? = nil) {
        (self.rows, self.columns) = (rows, columns)
        var tiles = [ck_block_tile](repeating: ck_block_tile(), count: (rows + 5) / 6 * (columns / 32))
        ck_blocks_quantize(values, Int64(rows), Int64(columns), Int64(stride ?? columns), &tiles)
        self.tiles = tiles
    }

    /// Random activations with an outlier here and there.
    static func random(rows: Int, columns: Int, seed: UInt64 = 2) -> [Float] {
        var random = SplitMix64(state: seed)
        return (0..<rows * columns).map { _ in
            let value = Float.random(in: -1...1, using: &random)
            return Int.random(in: 0..<50, using: &random) == 0 ? value * 30 : value
        }
    }

    /// The 8-bit code of an input.
    func code(row: Int, column: Int) -> Int {
        withUnsafeBytes(of: tile(row, column).codes) {
            Int($0.loadUnaligned(fromByteOffset: column % 32 / 4 * 24 + row % 6 * 4 + column % 4, as: Int8.self))
        }
    }

    /// The scale of an input's block.
    func scale(row: Int, column: Int) -> Float {
        withUnsafeBytes(of: tile(row, column).scale) {
            $0.loadUnaligned(fromByteOffset: row % 6 * 4, as: Float.self)
        }
    }

    private func tile(_ row: Int, _ column: Int) -> ck_block_tile { tiles[row / 6 * (columns / 32) + column / 32] }
}
