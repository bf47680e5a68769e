import CKernels
import Foundation
import TestSupport
import Testing

/// The encoder's 12-bit kernels against their scalar references and their error bound, on every path that this processor has.
struct EncoderInt16Tests {
    static let shapes: [(rows: Int, inputs: Int, outputs: Int, block: Int)] =
        (1...7).map { ($0, 64, 32, 64) } + [
            (1, 384, 96, 384), (14, 96, 64, 32), (25, 1536, 32, 512), (61, 384, 64, 384),
        ]

    @Test("A layer equals the scalar reference, written or added", arguments: KernelPath.all)
    func layers(path: KernelPath) {
        for (m, k, n, block) in Self.shapes {
            let rows = Rows(values(m * k, seed: 1), rows: m, columns: k, block: block)
            let bias = SplitMix64.floats(n, seed: 3)
            let stride = n + 32
            withPanels(values(n * k, seed: 2), outputs: n, inputs: k) { panels in
                for adds in [Int32(0), 1] {
                    // Columns past n belong to somebody else.
                    var reference = SplitMix64.floats(m * stride, seed: 4)
                    var tested = reference
                    ck_int16_dense_ref(
                        rows.inputs, Int64(m), panels, Int64(n), bias, 0.25, adds, &reference, Int64(stride))
                    path.run {
                        ck_int16_dense(
                            rows.inputs, Int64(m), panels, Int64(n), bias, 0.25, adds, &tested, Int64(stride))
                    }
                    let isNear = zip(tested, reference).allSatisfy { abs($0 - $1) <= 1e-5 * (1 + abs($1)) }
                    #expect(isNear, "\(m) × \(k) → \(n), \(adds == 1 ? "added" : "written")")
                }
            }
        }
    }

    @Test("A layer is as near to its exact product as the rounding of its blocks allows", arguments: KernelPath.all)
    func errorBound(path: KernelPath) {
        let (m, k, n, block) = (7, 1536, 64, 512)
        let (x, weights) = (values(m * k, seed: 1), values(n * k, seed: 2))
        var y = [Float](repeating: 0, count: m * n)
        path.run {
            let rows = Rows(x, rows: m, columns: k, block: block)
            let bias = [Float](repeating: 0, count: n)
            withPanels(weights, outputs: n, inputs: k) { panels in
                ck_int16_dense(rows.inputs, Int64(m), panels, Int64(n), bias, 1, 0, &y, Int64(n))
            }
        }
        let half = { (values: ArraySlice<Float>) in Double(values.reduce(0) { max($0, abs($1)) }) / 4094 }
        for row in 0..<m {
            for output in 0..<n {
                let w = weights[output * k..<(output + 1) * k]
                let offW = half(w)
                var (exact, bound) = (0.0, 1e-3)
                for first in stride(from: 0, to: k, by: block) {
                    let part = x[row * k + first..<row * k + first + block]
                    let offX = half(part)
                    for (x, w) in zip(part, w.dropFirst(first)) {
                        exact += Double(x) * Double(w)
                        bound += Double(abs(x)) * offW + Double(abs(w)) * offX + offX * offW
                    }
                }
                #expect(abs(Double(y[row * n + output]) - exact) <= bound)
            }
        }
    }

    @Test("The largest codes of the longest block do not overflow", arguments: KernelPath.all)
    func extremes(path: KernelPath) {
        let k = 1536
        #expect(ck_int16_block(Int64(k)) == 512)
        let rows = Rows((0..<6 * k).map { $0 / k % 2 == 0 ? 1 : -1 }, rows: 6, columns: k, block: 512)
        var y = [Float](repeating: 0, count: 6 * 32)
        path.run {
            withPanels((0..<32 * k).map { $0 / k % 2 == 0 ? 1 : -1 }, outputs: 32, inputs: k) { panels in
                ck_int16_dense(rows.inputs, 6, panels, 32, [Float](repeating: 0, count: 32), 1, 0, &y, 32)
            }
        }
        for (place, sum) in y.enumerated() {
            let expected = Float((place / 32 + place) % 2 == 0 ? k : -k)
            #expect(abs(sum - expected) <= 1e-5 * Float(k))
        }
    }

    @Test("The longest block that divides a row is at most 512")
    func blocks() {
        let blocks = [32: 32, 96: 96, 384: 384, 512: 512, 768: 384, 1024: 512, 3072: 512, 1120: 224]
        for (k, block) in blocks { #expect(ck_int16_block(Int64(k)) == Int64(block)) }
    }

    @Test("Quantising, with GELU and without, equals the scalar reference to one code", arguments: KernelPath.all)
    func quantising(path: KernelPath) {
        let (m, n, block) = (8, 192, 96)
        for isGelu in [false, true] {
            var x = values(m * n, seed: 5)
            var y = x
            let (reference, tested) = (
                Rows(rows: m, columns: 2 * n, block: block), Rows(rows: m, columns: 2 * n, block: block)
            )
            if isGelu {
                ck_int16_gelu_ref(&x, Int64(m), Int64(n), Int64(n), reference.inputs, Int64(n))
                path.run { ck_int16_gelu(&y, Int64(m), Int64(n), Int64(n), tested.inputs, Int64(n)) }
            } else {
                ck_int16_quantize_ref(x, Int64(m), Int64(n), Int64(n), reference.inputs, Int64(n))
                path.run { ck_int16_quantize(y, Int64(m), Int64(n), Int64(n), tested.inputs, Int64(n)) }
            }
            for row in 0..<m {
                for column in 0..<2 * n {
                    let (a, b) = (reference.number(row, column), tested.number(row, column))
                    #expect(abs(a.value - b.value) <= 1.001 * a.scale + 2e-6)
                    if column < n { #expect(b.value == 0, "columns before the first belong to somebody else") }
                }
            }
        }
    }

    @Test(
        "Attention is near to that in f32, with few tokens and with more than an integer sum holds",
        arguments: KernelPath.all, [1, 2, 15, 16, 17, 40, 230, 1_100])
    func attention(path: KernelPath, tokens: Int) {
        let size = 64
        // Scores of some units: a softmax that is neither flat nor a single peak.
        let q = SplitMix64.floats(tokens * size, seed: 6).map { $0 * 2 }
        let k = SplitMix64.floats(tokens * size, seed: 7)
        let v = SplitMix64.floats(tokens * size, seed: 8)
        let (reference, tested) = (
            Rows(rows: tokens, columns: 128, block: 64), Rows(rows: tokens, columns: 128, block: 64)
        )
        withAlignedFloats(Int(ck_int16_attention_scratch(Int64(tokens), Int64(size))) / 4) { scratch in
            ck_int16_attention_ref(q, k, v, Int64(tokens), Int64(size), reference.inputs, 64, scratch)
            path.run { ck_int16_attention(q, k, v, Int64(tokens), Int64(size), tested.inputs, 64, scratch) }
        }
        for row in 0..<tokens {
            for column in 0..<128 {
                let (a, b) = (reference.number(row, column).value, tested.number(row, column).value)
                #expect(abs(a - b) <= (column < 64 ? 0 : 0.02), "\(row), \(column)")
            }
        }
    }

    @Test("Rows of zeros, of tiny numbers and of numbers that are none do not trap", arguments: KernelPath.all)
    func strangeRows(path: KernelPath) {
        for value in [0, 1e-38, -1e-38, .nan, .infinity, -.infinity] as [Float] {
            path.run {
                let row = [Float](repeating: value, count: 32)
                let rows = Rows(row, rows: 1, columns: 32, block: 32)
                if abs(value) < 1 { #expect((0..<32).allSatisfy { abs(rows.number(0, $0).value) <= 1e-38 }) }
                let out = Rows(rows: 1, columns: 32, block: 32)
                withAlignedFloats(Int(ck_int16_attention_scratch(1, 32)) / 4) { scratch in
                    ck_int16_attention(row, row, row, 1, 32, out.inputs, 0, scratch)
                }
            }
        }
    }

    /// Random numbers with an outlier here and there.
    private func values(_ count: Int, seed: UInt64) -> [Float] {
        SplitMix64.floats(count, seed: seed).enumerated().map { $0.offset % 50 == 0 ? $0.element * 30 : $0.element }
    }

    private func withPanels(
        _ weights: [Float], outputs: Int, inputs: Int, _ body: (UnsafeRawPointer) -> Void
    ) {
        withAlignedFloats(outputs / 32 * Int(ck_int16_panel_bytes(Int64(inputs))) / 4) { memory in
            ck_int16_pack(weights, Int64(outputs), Int64(inputs), memory)
            body(memory)
        }
    }
}

/// The memory of rows of 12-bit inputs.
private final class Rows {
    let inputs: ck_int16_inputs
    private let columns: Int

    /// Rows of zeros.
    init(rows: Int, columns: Int, block: Int) {
        self.columns = columns
        let codes = UnsafeMutablePointer<Int16>.allocate(capacity: rows * columns)
        codes.initialize(repeating: 0, count: rows * columns)
        let scales = UnsafeMutablePointer<Float>.allocate(capacity: rows * columns / block)
        scales.initialize(repeating: 0, count: rows * columns / block)
        inputs = ck_int16_inputs(codes: codes, scales: scales, k: Int64(columns), block: Int64(block))
    }

    /// Quantised rows.
    convenience init(_ values: [Float], rows: Int, columns: Int, block: Int) {
        self.init(rows: rows, columns: columns, block: block)
        ck_int16_quantize(values, Int64(rows), Int64(columns), Int64(columns), inputs, 0)
    }

    deinit {
        inputs.codes.deallocate()
        inputs.scales.deallocate()
    }

    /// What a code stands for, and its scale.
    func number(_ row: Int, _ column: Int) -> (value: Float, scale: Float) {
        let scale = inputs.scales[(row * columns + column) / Int(inputs.block)]
        return (Float(inputs.codes[row * columns + column]) * scale, scale)
    }
}
