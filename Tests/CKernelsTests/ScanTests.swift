import CKernels
import Foundation
import TestSupport
import Testing

/// The scan of quantised vectors, on every path that this processor has.
struct ScanTests {
    /// Dimensions around every width that a path reads at once.
    static let dimensions = [1, 2, 15, 16, 17, 31, 63, 64, 65, 127, 384, 1024, 1537]

    @Test("Scores have the same bits on every path, at any alignment", arguments: KernelPath.all, dimensions)
    func scans(path: KernelPath, dimension: Int) {
        for count in [0, 1, 2, 3, 4, 5, 7, 9, 33] {
            var random = SplitMix64(state: UInt64(dimension * 100 + count))
            let codes = (0..<count * dimension + 1).map { _ in Int8.random(in: -127...127, using: &random) }
            let query = (0..<dimension).map { _ in Int8.random(in: -127...127, using: &random) }
            let scales = SplitMix64.floats(count, seed: 5)
            for offset in 0...1 where count > 0 {
                codes.withUnsafeBufferPointer { buffer in
                    guard let start = buffer.baseAddress.map({ $0 + offset }) else { return }
                    let reference = withGuardedFloats(count) {
                        ck_scan_i8_ref(start, scales, Int64(count), Int64(dimension), query, 0.01, $0)
                    }
                    let tested = path.run {
                        withGuardedFloats(count) {
                            ck_scan_i8(start, scales, Int64(count), Int64(dimension), query, 0.01, $0)
                        }
                    }
                    #expect(tested == reference, "\(count) vectors, offset \(offset)")
                }
            }
        }
    }

    @Test("The largest codes neither overflow nor saturate", arguments: KernelPath.all)
    func extremes(path: KernelPath) {
        let dimension = 65536
        for (code, query, sum) in [(-127, -127, 16129.0), (127, -127, -16129), (127, 127, 16129), (-128, 127, -16256)] {
            let score = path.run {
                withGuardedFloats(1) {
                    ck_scan_i8(
                        [Int8](repeating: Int8(code), count: dimension), [1], 1, Int64(dimension),
                        [Int8](repeating: Int8(query), count: dimension), 1, $0)
                }
            }
            #expect(score == [Float(sum * Double(dimension))])
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

    @Test("Dot products equal the scalar reference on every path", arguments: KernelPath.all, [0] + dimensions)
    func dots(path: KernelPath, count: Int) {
        let (a, b) = (SplitMix64.floats(count, seed: 8), SplitMix64.floats(count, seed: 9))
        let reference = ck_dot_f32_ref(a, b, Int64(count))
        let tested = path.run { ck_dot_f32(a, b, Int64(count)) }
        #expect(abs(tested - reference) <= 1e-6 * Float(count) + 1e-6)
    }
}
