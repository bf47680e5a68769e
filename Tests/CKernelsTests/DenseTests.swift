import CKernels
import Foundation
import TestSupport
import Testing

/// The encoder's kernels against their scalar references, on every path that this processor has.
struct DenseTests {
    struct Shape: CustomTestStringConvertible {
        let rows, inputs, outputs: Int
        var testDescription: String { "\(rows) × \(inputs) → \(outputs)" }
    }

    static let shapes = [
        Shape(rows: 1, inputs: 2, outputs: 1), Shape(rows: 1, inputs: 384, outputs: 1152),
        Shape(rows: 2, inputs: 16, outputs: 31), Shape(rows: 3, inputs: 64, outputs: 32),
        Shape(rows: 5, inputs: 384, outputs: 33), Shape(rows: 6, inputs: 34, outputs: 48),
        Shape(rows: 7, inputs: 1536, outputs: 384), Shape(rows: 13, inputs: 100, outputs: 65),
        Shape(rows: 61, inputs: 384, outputs: 96),
    ]

    @Test(
        "A layer equals the scalar reference, with and without bias", arguments: KernelPath.all,
        [CK_DENSE_F32, CK_DENSE_BF16, CK_DENSE_WIDENED_F16, CK_DENSE_WIDENED_BF16])
    func layers(path: KernelPath, format: ck_dense_format) {
        for shape in Self.shapes {
            let (m, k, n) = (Int64(shape.rows), Int64(shape.inputs), Int64(shape.outputs))
            let x = SplitMix64.floats(shape.rows * shape.inputs, seed: 1)
            let weights = SplitMix64.floats(shape.outputs * shape.inputs, seed: 2).map { rounded($0, to: format) }
            let bias = SplitMix64.floats(shape.outputs, seed: 3)
            withAlignedFloats(Int(ck_dense_packed_size(format, n, k)) / 4) { packed in
                ck_dense_pack(format, weights, n, k, packed)
                for bias in [bias, nil] {
                    let reference = withGuardedFloats(shape.rows * shape.outputs) {
                        ck_dense_ref(format, x, m, k, packed, n, bias, $0)
                    }
                    let tested = path.run {
                        withAlignedFloats(shape.rows * shape.inputs) { scratch in
                            withGuardedFloats(shape.rows * shape.outputs) {
                                ck_dense(format, x, m, k, packed, n, bias, $0, scratch)
                            }
                        }
                    }
                    let tolerance = 1e-5 * Float(shape.inputs).squareRoot() + 1e-6
                    #expect(isClose(tested, reference, tolerance), "\(shape.testDescription)")
                    // Two roundings to bfloat16, each 2^-9 of a factor.
                    let rounding: Float = format == CK_DENSE_BF16 ? 0.01 * Float(shape.inputs).squareRoot() : tolerance
                    let expected = product(x, weights, bias, shape)
                    #expect(isClose(reference, expected, rounding), "\(shape.testDescription)")
                }
            }
        }
    }

    @Test("Residual and layer norm equal the scalar reference", arguments: KernelPath.all, [16, 48, 384, 1024, 17])
    func layerNorm(path: KernelPath, size: Int) {
        let rows = 5
        let (y, x) = (SplitMix64.floats(rows * size, seed: 4), SplitMix64.floats(rows * size, seed: 5))
        let (gamma, beta) = (SplitMix64.floats(size, seed: 6), SplitMix64.floats(size, seed: 7))
        for residual in [x, nil] {
            var (reference, tested) = (y, y)
            ck_add_layer_norm_ref(&reference, residual, Int64(rows), Int64(size), gamma, beta, 1e-12)
            path.run { ck_add_layer_norm(&tested, residual, Int64(rows), Int64(size), gamma, beta, 1e-12) }
            #expect(isClose(tested, reference, 1e-5))
        }
    }

    @Test("A row of equal numbers has a finite norm", arguments: KernelPath.all)
    func constantRow(path: KernelPath) {
        var row = [Float](repeating: 3, count: 64)
        let ones = [Float](repeating: 1, count: 64)
        path.run { ck_add_layer_norm(&row, nil, 1, 64, ones, ones, 1e-12) }
        #expect(row.allSatisfy { abs($0 - 1) < 1e-2 })
    }

    @Test("GELU is x Φ(x) from end to end", arguments: KernelPath.all)
    func gelu(path: KernelPath) {
        let edges: [Float] = [0, -0.0, 1e-30, -1e-30, 30, -30, 1e4, -1e4, .greatestFiniteMagnitude]
        let values = edges + (0..<2000).map { Float($0 - 1000) / 100 }
        // Lengths that fill no whole register must not touch what follows.
        for count in [1, 7, 8, 15, 17, values.count] {
            var tested = values
            path.run { ck_gelu(&tested, Int64(count)) }
            for (value, result) in zip(values, tested).prefix(count) {
                let expected = 0.5 * Double(value) * erfc(-Double(value) / 2.0.squareRoot())
                #expect(abs(Double(result) - expected) <= 1e-6 * max(1, abs(expected)), "gelu(\(value))")
            }
            #expect(tested.dropFirst(count) == values.dropFirst(count))
        }
    }

    @Test("Attention equals the scalar reference", arguments: KernelPath.all, [1, 2, 15, 16, 17, 33, 64, 129, 256])
    func attention(path: KernelPath, tokens: Int) {
        for (heads, size) in [(1, 16), (12, 32), (2, 64), (1, 128)] {
            // Large enough that some weights are nearly one and others nearly zero.
            let qkv = SplitMix64.floats(tokens * 3 * heads * size, seed: UInt64(tokens)).map { $0 * 3 }
            let scratch = Int(ck_attention_scratch(Int64(tokens), Int64(size)))
            let run = { (kernel: AttentionKernel) in
                withAlignedFloats(scratch) { memory in
                    withGuardedFloats(tokens * heads * size) {
                        kernel(qkv, Int64(tokens), Int64(heads), Int64(size), $0, memory)
                    }
                }
            }
            let reference = run { ck_attention_ref($0, $1, $2, $3, $4, $5) }
            let tested = path.run { run { ck_attention($0, $1, $2, $3, $4, $5) } }
            #expect(isClose(tested, reference, 2e-5), "\(heads) heads of \(size)")
        }
    }

    @Test("Weights of 16 bits are what they were when they are packed, whatever they are", arguments: KernelPath.all)
    func everyNumber(path: KernelPath) {
        for format in [CK_DENSE_WIDENED_F16, CK_DENSE_WIDENED_BF16] {
            // One input, so that outputs are the weights; infinite numbers are left out, and those that are none.
            let weights = (UInt16.min...UInt16.max).map { value($0, of: format) }.filter(\.isFinite)
            let count = Int64(weights.count)
            let found = withAlignedFloats(Int(ck_dense_packed_size(format, count, 2)) / 4) { packed in
                ck_dense_pack(format, weights.flatMap { [$0, 0] }, count, 2, packed)
                return path.run {
                    withGuardedFloats(weights.count) { ck_dense(format, [1, 0], 1, 2, packed, count, nil, $0, nil) }
                }
            }
            #expect(found == weights)
        }
    }

    private func value(_ bits: UInt16, of format: ck_dense_format) -> Float {
        guard format == CK_DENSE_WIDENED_F16 else { return Float(bitPattern: UInt32(bits) << 16) }
        let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
        if exponent == 31 { return fraction == 0 ? .infinity : .nan }
        let magnitude =
            exponent == 0
            ? fraction * 0x1p-24 : Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
        return bits >> 15 == 0 ? magnitude : -magnitude
    }

    /// A number that a format has; those of other formats are left as they are.
    private func rounded(_ weight: Float, to format: ck_dense_format) -> Float {
        switch format {
        case CK_DENSE_WIDENED_F16: abs(weight) < 0x1p-14 ? 0 : Float(bitPattern: weight.bitPattern & 0xFFFF_E000)
        case CK_DENSE_WIDENED_BF16: Float(bitPattern: weight.bitPattern & 0xFFFF_0000)
        default: weight
        }
    }

    private typealias AttentionKernel = (
        UnsafePointer<Float>, Int64, Int64, Int64, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>
    ) -> Void

    private func isClose(_ a: [Float], _ b: [Float], _ tolerance: Float) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
    }

    /// x * weights^T + bias, summed in double.
    private func product(_ x: [Float], _ weights: [Float], _ bias: [Float]?, _ shape: Shape) -> [Float] {
        (0..<shape.rows).flatMap { row in
            (0..<shape.outputs).map { output in
                let sum = (0..<shape.inputs).reduce(0.0) {
                    $0 + Double(x[row * shape.inputs + $1]) * Double(weights[output * shape.inputs + $1])
                }
                return Float(sum) + (bias?[output] ?? 0)
            }
        }
    }
}
