import CKernels
import Foundation
import TestSupport
import Testing

/// Packed vectors and the scan of their codes, on every path that this processor has.
struct ScanTests {
    /// Dimensions around the groups of 128 that paths read at once, and around the sums that fit 16 bits.
    static let dimensions = [1, 2, 24, 127, 128, 129, 384, 512, 513, 640, 1024, 1537]

    private struct Packed {
        var codes: [UInt8]
        var rest: [UInt8]

        init(_ vector: [Float]) {
            codes = [UInt8](repeating: 0xAA, count: Int(ck_vector_code_bytes(Int64(vector.count))))
            rest = [UInt8](repeating: 0xAA, count: Int(ck_vector_rest_bytes(Int64(vector.count))))
            ck_vector_pack(vector, Int64(vector.count), &codes, &rest)
        }

        func unpacked(_ dimension: Int) -> [Float] {
            var vector = [Float](repeating: .nan, count: dimension)
            ck_vector_unpack(codes, rest, Int64(dimension), &vector)
            return vector
        }
    }

    private func padded(_ vector: [Float]) -> [Float] {
        vector + [Float](repeating: 0, count: Int(ck_vector_padded(Int64(vector.count))) - vector.count)
    }

    @Test("Sums are the same on every path, at any alignment", arguments: KernelPath.all, dimensions)
    func scans(path: KernelPath, dimension: Int) {
        for count in [1, 2, 3, 5, 9, 33] {
            var random = SplitMix64(state: UInt64(dimension * 100 + count))
            let bytes = count * Int(ck_vector_code_bytes(Int64(dimension)))
            let codes = (0...bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
            let query = padded((0..<dimension).map { _ in Float(Int.random(in: -127...127, using: &random)) })
                .map { Int8($0) }
            for offset in 0...1 {
                codes.withUnsafeBufferPointer { buffer in
                    guard let start = buffer.baseAddress.map({ $0 + offset }) else { return }
                    var reference = [Int32](repeating: 0, count: count)
                    ck_vector_scan_ref(start, Int64(count), Int64(dimension), query, &reference)
                    // One more than there is, which must stay.
                    var tested = [Int32](repeating: 77, count: count + 1)
                    path.run { ck_vector_scan(start, Int64(count), Int64(dimension), query, &tested) }
                    #expect(tested == reference + [77], "\(count) vectors, offset \(offset)")
                }
            }
        }
    }

    @Test("The largest codes neither overflow nor saturate", arguments: KernelPath.all, [-127, 127])
    func extremes(path: KernelPath, query: Int) {
        let dimension = 65_536
        let codes = [UInt8](repeating: 0xFF, count: dimension / 4)
        var sum: Int32 = 0
        path.run {
            ck_vector_scan(codes, 1, Int64(dimension), [Int8](repeating: Int8(query), count: dimension), &sum)
        }
        #expect(Int(sum) == 3 * query * dimension)
    }

    @Test("A vector is unpacked to within half a step of its intervals", arguments: dimensions)
    func packs(dimension: Int) {
        let vector = SplitMix64.floats(dimension, seed: 3).map { $0 * 40 }
        let packed = Packed(vector)
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let step = length / Float(dimension).squareRoot()
        let largest = vector.map(abs).max() ?? 0
        for (index, value) in packed.unpacked(dimension).enumerated() {
            // A number at the end of an interval may be in either.
            let width = abs(vector[index]) < step * 1.000_01 ? step : max(0, largest - step)
            #expect(abs(value - vector[index]) <= width / 1_024 + length * 1e-6, "number \(index)")
        }
    }

    @Test("Codes tell in which interval a number is") func codes() {
        // The length is 2 and the dimension 4, so a step is 1.
        let packed = Packed([-1.2, -0.5, 0.6, 1.4].map { $0 * 2 / Float(4.01).squareRoot() })
        #expect((0..<4).map { packed.codes[$0] & 3 } == [0, 1, 2, 3])
    }

    @Test("Dot products are those of the unpacked vectors", arguments: KernelPath.all, dimensions)
    func dots(path: KernelPath, dimension: Int) {
        let vector = SplitMix64.floats(dimension, seed: 8).map { $0 * 3 }
        let query = SplitMix64.floats(dimension, seed: 9)
        let packed = Packed(vector)
        let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        let expected = zip(packed.unpacked(dimension), query).reduce(0) { $0 + Double($1.0) * Double($1.1) } / length
        let tested = path.run { ck_vector_dot(packed.codes, packed.rest, Int64(dimension), padded(query)) }
        #expect(abs(Double(tested) - expected) < 1e-5 * Double(dimension).squareRoot())
    }

    @Test("Zeros, tiny and huge numbers are packed without a trap")
    func edges() {
        for value: Float in [0, -0, .leastNonzeroMagnitude, 1e-20, 1e18] {
            let unpacked = Packed([value, 0, value, -value]).unpacked(4)
            #expect(unpacked.allSatisfy { $0.isFinite }, "\(value)")
        }
        #expect(Packed([0, 0, 0]).unpacked(3) == [0, 0, 0])
        let zeros = Packed([0, 0, 0])
        #expect(ck_vector_dot(zeros.codes, zeros.rest, 3, padded([1, 1, 1])) == 0)
        #expect(abs(Packed([5]).unpacked(1)[0] - 5) < 0.01)
    }

    @Test("Sums above a threshold are found in order", arguments: KernelPath.all)
    func above(path: KernelPath) {
        var random = SplitMix64(state: 4)
        for count in [0, 1, 31, 32, 33, 256] {
            let sums = (0..<count).map { _ in Int32.random(in: -9...9, using: &random) }
            var indices = [Int32](repeating: -1, count: count + 1)
            let found = path.run { ck_vector_above(sums, Int64(count), 6, &indices) }
            #expect(indices[..<Int(found)] == sums.indices.filter { sums[$0] > 6 }.map(Int32.init)[...])
            #expect(indices[Int(found)] == -1)
        }
    }

    @Test("Quantised numbers are within half a step of the numbers", arguments: KernelPath.all)
    func quantizes(path: KernelPath) {
        let values = SplitMix64.floats(384, seed: 3)
        var codes = [Int8](repeating: 0, count: 384)
        let scale = path.run { ck_quantize_i8(values, 384, &codes) }
        #expect(scale == values.map(abs).max().map { $0 / 127 })
        for (value, code) in zip(values, codes) { #expect(abs(Float(code) * scale - value) <= scale * 0.5001) }
    }

    @Test("Zeros, NaN, infinities and subnormal numbers quantise without a trap")
    func quantizesEdges() {
        var codes = [Int8](repeating: 1, count: 4)
        #expect(ck_quantize_i8([0, 0, -0.0, 0], 4, &codes) == 0)
        #expect(codes == [0, 0, 0, 0])
        #expect(ck_quantize_i8([.nan, 1, -2, 0.5], 4, &codes) == Float(2) / 127)
        #expect(codes == [0, 64, -127, 32] || codes == [0, 63, -127, 32])
        #expect(ck_quantize_i8([.infinity, -.infinity, 1, 0], 4, &codes) == Float(1) / 127)
        #expect(codes == [127, -127, 127, 0])
        #expect(ck_quantize_i8([.nan, .nan, .nan, .nan], 4, &codes) == 0)
        #expect(codes == [0, 0, 0, 0])
        #expect(ck_quantize_i8([.leastNonzeroMagnitude, 0, 0, 0], 4, &codes).isFinite)
    }
}
