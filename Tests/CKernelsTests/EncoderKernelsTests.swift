import CKernels
import Foundation
import TestSupport
import Testing

/// The encoder's bfloat16 kernels against their scalar references, on every path that this processor has.
struct EncoderKernelsTests {
    static let shapes: [(rows: Int, inputs: Int, outputs: Int)] =
        (1...13).map { ($0, 64, 32) } + [(1, 384, 96), (14, 34, 64), (25, 1536, 32), (61, 384, 64), (3, 2, 32)]

    @Test("A layer equals the scalar reference with every epilogue", arguments: KernelPath.all)
    func layers(path: KernelPath) {
        for (m, k, n) in Self.shapes {
            let x = bfloat16(SplitMix64.floats(m * k, seed: 1))
            let bias = SplitMix64.floats(n, seed: 3)
            let stride = n + 32
            withPanels(SplitMix64.floats(n * k, seed: 2), outputs: n, inputs: k) { panels in
                let run = { (kernel: DenseKernel, epilogue: ck_epilogue) in
                    // The sums of CK_ADD are on top of what is there; columns past n belong to somebody else.
                    // Both halves of each are numbers.
                    var y = SplitMix64.floats(m * stride, seed: 4).map { Float(bitPattern: $0.bitPattern & ~0xFFFF) }
                    kernel(x, Int64(m), Int64(k), panels, Int64(n), bias, 0.25, epilogue, &y, Int64(stride))
                    return y
                }
                for epilogue in [CK_WRITE, CK_WRITE_GELU, CK_ADD] {
                    let reference = run({ ck_bf16_dense_ref($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }, epilogue)
                    let tested = path.run {
                        run({ ck_bf16_dense($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }, epilogue)
                    }
                    if epilogue == CK_ADD {
                        #expect(isClose(tested, reference, 1e-5 * Float(k).squareRoot()), "\(m) × \(k) → \(n)")
                    } else {
                        #expect(isClose(numbers(tested), numbers(reference), 1e-5, 1.0 / 128), "\(m) × \(k) → \(n)")
                    }
                }
            }
        }
    }

    @Test("GELU is x Φ(x) from end to end, rounded to bfloat16", arguments: KernelPath.all)
    func gelu(path: KernelPath) {
        // A layer with weights of zero writes the GELU of its bias.
        let edges: [Float] = [0, -0.0, 1e-30, -1e-30, 30, -30, 1e4, -1e4, 5.8125, -5.8125, 5.9, -5.9]
        var values = edges + (0..<4000).map { Float($0 - 2000) / 250 }
        values += [Float](repeating: 1, count: 32 - values.count % 32)
        let y = path.run {
            withPanels([Float](repeating: 0, count: values.count * 2), outputs: values.count, inputs: 2) { panels in
                var y = [UInt16](repeating: 0, count: values.count)
                ck_bf16_dense([0, 0], 1, 2, panels, Int64(y.count), values, 1, CK_WRITE_GELU, &y, Int64(y.count))
                return y
            }
        }
        for (value, result) in zip(values, y.map(float)) {
            let expected = 0.5 * Double(value) * erfc(-Double(value) / 2.0.squareRoot())
            #expect(abs(Double(result) - expected) <= 1e-6 + abs(expected) / 256, "gelu(\(value)) = \(result)")
        }
    }

    static let lengths = [1, 2, 11, 12, 13, 31, 32, 33, 65, 130, 256]

    @Test("Attention equals the scalar reference", arguments: KernelPath.all, lengths)
    func attention(path: KernelPath, tokens: Int) {
        for size in [32, 64, 96, 128] {
            // Large enough that some weights are nearly one and others nearly zero.
            let inputs = (0..<3).map {
                bfloat16(SplitMix64.floats(tokens * size, seed: UInt64(tokens + $0)).map { $0 * 2 })
            }
            let stride = size + 32
            let run = { (kernel: AttentionKernel) in
                withAlignedFloats(Int(ck_bf16_attention_scratch(Int64(tokens), Int64(size))) / 4) { scratch in
                    var out = [UInt16](repeating: 7, count: tokens * stride)
                    kernel(inputs[0], inputs[1], inputs[2], Int64(tokens), Int64(size), &out, Int64(stride), scratch)
                    return out
                }
            }
            let reference = run { ck_bf16_attention_ref($0, $1, $2, $3, $4, $5, $6, $7) }
            let tested = path.run { run { ck_bf16_attention($0, $1, $2, $3, $4, $5, $6, $7) } }
            // A weight may be rounded the other way: 2^-8 of a value.
            let same = isClose(tested.map(float), reference.map(float), 0.01, 1.0 / 128)
            #expect(same, "heads of \(size)")
        }
    }

    @Test("Scores far apart give weights of one and zero, not NaN", arguments: KernelPath.all)
    func farScores(path: KernelPath) {
        var q = [Float](repeating: 0, count: 3 * 32), k = q
        for token in 0..<3 { (q[token * 32], k[token * 32]) = (300, Float(token) * 100) }
        let v = (0..<3 * 32).map { Float($0 / 32) }
        let out = path.run {
            withAlignedFloats(Int(ck_bf16_attention_scratch(3, 32)) / 4) { scratch in
                var out = [UInt16](repeating: 0, count: 3 * 32)
                ck_bf16_attention(bfloat16(q), bfloat16(k), bfloat16(v), 3, 32, &out, 32, scratch)
                return out
            }
        }
        #expect(out.map(float).allSatisfy { $0 == 2 })
    }

    @Test("Layer norm equals the scalar reference, in f32 and in bfloat16", arguments: KernelPath.all, [32, 384, 1024])
    func layerNorm(path: KernelPath, size: Int) {
        let rows = 5
        // The last row is of equal numbers.
        var (reference, tested) = (SplitMix64.floats(rows * size, seed: 4), [Float]())
        for place in 4 * size..<5 * size { reference[place] = 3 }
        tested = reference
        let (gamma, beta) = (SplitMix64.floats(size, seed: 6), SplitMix64.floats(size, seed: 7))
        var (a, b) = ([UInt16](repeating: 0, count: rows * size), [UInt16](repeating: 0, count: rows * size))
        ck_bf16_layer_norm_ref(&reference, Int64(rows), Int64(size), gamma, beta, 1e-12, &a)
        path.run { ck_bf16_layer_norm(&tested, Int64(rows), Int64(size), gamma, beta, 1e-12, &b) }
        #expect(isClose(tested, reference, 1e-5))
        #expect(isClose(b.map(float), tested, 1e-6, 1.0 / 256))
    }

    @Test("Packing equals the scalar reference", arguments: KernelPath.all)
    func packing(path: KernelPath) {
        for (n, k) in [(32, 32), (64, 96), (96, 384)] {
            let weights = SplitMix64.floats(n * k, seed: 9)
            var (a, b) = ([UInt16](repeating: 0, count: n * k), [UInt16](repeating: 1, count: n * k))
            ck_bf16_pack_ref(weights, Int64(n), Int64(k), &a)
            path.run { ck_bf16_pack(weights, Int64(n), Int64(k), &b) }
            #expect(a == b)
        }
    }

    private typealias DenseKernel = (
        UnsafePointer<UInt16>, Int64, Int64, UnsafePointer<UInt16>, Int64, UnsafePointer<Float>, Float, ck_epilogue,
        UnsafeMutableRawPointer, Int64
    ) -> Void
    private typealias AttentionKernel = (
        UnsafePointer<UInt16>, UnsafePointer<UInt16>, UnsafePointer<UInt16>, Int64, Int64,
        UnsafeMutablePointer<UInt16>, Int64, UnsafeMutableRawPointer
    ) -> Void

    private func withPanels<Result>(
        _ weights: [Float], outputs: Int, inputs: Int, _ body: (UnsafePointer<UInt16>) -> Result
    ) -> Result {
        withAlignedFloats(outputs * inputs / 2) { memory in
            let panels = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt16.self)
            ck_bf16_pack_ref(weights, Int64(outputs), Int64(inputs), panels)
            return body(panels)
        }
    }

    private func bfloat16(_ values: [Float]) -> [UInt16] { values.map { UInt16($0.bitPattern >> 16) } }
    private func float(_ value: UInt16) -> Float { Float(bitPattern: UInt32(value) << 16) }

    /// Memory that holds bfloat16 numbers.
    private func numbers(_ memory: [Float]) -> [Float] {
        memory.flatMap { [float(UInt16($0.bitPattern & 0xFFFF)), float(UInt16($0.bitPattern >> 16))] }
    }

    private func isClose(_ a: [Float], _ b: [Float], _ tolerance: Float, _ relative: Float = 0) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance + relative * abs($1) }
    }
}
