import CKernels
import Foundation
import TestSupport
import Testing

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

/// A matrix as a GGUF file holds it, and its weights.
struct QuantizedMatrix {
    static let formats = [
        CK_Q4_0, CK_Q4_1, CK_Q5_0, CK_Q5_1, CK_Q8_0, CK_Q2_K, CK_Q3_K, CK_Q4_K, CK_Q5_K, CK_Q6_K,
    ]

    let format: ck_block_format
    let rows: Int
    let columns: Int
    /// The tensor's bytes, row by row.
    let bytes: [UInt8]
    /// [rows, columns]
    let weights: [Double]

    /// Random codes and scales; with `extreme`, all bytes of a row but the f16 numbers are the same, with the smallest and the
    /// largest codes that there are. `columns` is rounded up to whole blocks.
    init(_ format: ck_block_format, rows: Int, columns: Int, extreme: Bool = false, seed: UInt64 = 1) {
        let length = Int(ck_block_length(format))
        let blocks = (columns + length - 1) / length
        var random = SplitMix64(state: seed)
        var bytes: [UInt8] = []
        for row in 0..<rows {
            for _ in 0..<blocks {
                var block = (0..<Int(ck_block_size(format))).map { _ in
                    extreme ? [0xFF, 0, 0x80, 0x7F][row % 4] : UInt8.random(in: 0...255, using: &random)
                }
                for place in Self.halfPlaces(format) {
                    block.replaceSubrange(place..<place + 2, with: Self.half(&random))
                }
                bytes += block
            }
        }
        var weights = [Float](repeating: .nan, count: rows * blocks * length)
        ck_blocks_expand(format, bytes, Int64(weights.count), &weights)
        (self.format, self.rows, self.columns) = (format, rows, blocks * length)
        (self.bytes, self.weights) = (bytes, weights.map(Double.init))
    }

    /// Where a block has f16 numbers.
    private static func halfPlaces(_ format: ck_block_format) -> [Int] {
        switch format {
        case CK_Q4_0, CK_Q5_0, CK_Q8_0: [0]
        case CK_Q2_K: [80, 82]
        case CK_Q3_K: [108]
        case CK_Q6_K: [208]
        default: [0, 2]
        }
    }

    /// The bytes of a half-precision number between 2^-10 and 2^-2 of either sign.
    private static func half(_ random: inout SplitMix64) -> [UInt8] {
        let sign = UInt16.random(in: 0...1, using: &random)
        let exponent = UInt16.random(in: 5...12, using: &random)
        let bits = sign << 15 | exponent << 10 | UInt16.random(in: 0...1023, using: &random)
        return [UInt8(bits & 255), UInt8(bits >> 8)]
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

/// Rows of activations, quantised.
struct QuantizedActivations {
    let rows: Int
    let columns: Int
    let blocks: [ck_activation_block]

    /// Quantises `values`, [rows, columns], on the path that is set.
    init(_ values: [Float], rows: Int, columns: Int) {
        (self.rows, self.columns) = (rows, columns)
        var blocks = [ck_activation_block](repeating: ck_activation_block(), count: rows * columns / 32)
        ck_blocks_quantize(values, Int64(blocks.count), &blocks)
        self.blocks = blocks
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
        withUnsafeBytes(of: block(row, column).codes) { Int($0.load(fromByteOffset: column % 32, as: Int8.self)) }
    }

    /// The scale of an input's block.
    func scale(row: Int, column: Int) -> Float { block(row, column).scale }

    private func block(_ row: Int, _ column: Int) -> ck_activation_block { blocks[(row * columns + column) / 32] }
}
