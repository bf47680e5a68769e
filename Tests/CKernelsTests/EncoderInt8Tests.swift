import CKernels
import Foundation
import TestSupport
import Testing

/// The encoder's 8-bit kernels against their scalar references and their error bound, on every path that this processor has.
struct EncoderInt8Tests {
    static let shapes: [(rows: Int, inputs: Int, outputs: Int)] =
        (1...7).map { ($0, 64, 32) } + [(1, 384, 96), (14, 32, 64), (25, 1536, 32), (61, 384, 64)]

    @Test("A layer equals the scalar reference with every epilogue", arguments: KernelPath.all)
    func layers(path: KernelPath) {
        for (m, k, n) in Self.shapes {
            let x = inputs(values(m * k, seed: 1), rows: m, columns: k)
            let bias = SplitMix64.floats(n, seed: 3)
            let stride = n + 32
            withPanels(values(n * k, seed: 2), outputs: n, inputs: k) { panels in
                let run = { (kernel: DenseKernel, epilogue: ck_epilogue) in
                    // The sums of CK_ADD are on top of what is there; columns past n belong to somebody else.
                    var y = SplitMix64.floats(m * stride, seed: 4)
                    kernel(x, Int64(m), Int64(k), panels, Int64(n), bias, 0.25, epilogue, &y, Int64(stride))
                    return y
                }
                for epilogue in [CK_WRITE, CK_ADD] {
                    let reference = run({ ck_int8_dense_ref($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }, epilogue)
                    let tested = path.run {
                        run({ ck_int8_dense($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }, epilogue)
                    }
                    let isSame = tested == reference
                    #expect(isSame, "\(m) × \(k) → \(n)")
                }
            }
        }
    }

    @Test("GELU and its quantisation equal the scalar reference to one code", arguments: KernelPath.all)
    func gelu(path: KernelPath) {
        for (m, k, n) in Self.shapes {
            let x = inputs(values(m * k, seed: 1), rows: m, columns: k)
            let bias = SplitMix64.floats(n, seed: 3)
            withPanels(values(n * k, seed: 2), outputs: n, inputs: k) { panels in
                let run = { (kernel: DenseKernel) in
                    // Six rows are one block wider than what is written.
                    var y = [ck_int8_inputs](repeating: ck_int8_inputs(), count: (m + 5) / 6 * (n / 32 + 1))
                    kernel(x, Int64(m), Int64(k), panels, Int64(n), bias, 1, CK_WRITE_GELU, &y, Int64(n + 32))
                    return numbers(y, rows: m, columns: n + 32)
                }
                let reference = run { ck_int8_dense_ref($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }
                let tested = path.run { run { ck_int8_dense($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) } }
                for place in reference.indices {
                    #expect(abs(tested[place].value - reference[place].value) <= 1.001 * reference[place].scale + 1e-6)
                }
            }
        }
    }

    @Test("A layer is as near to its exact product as the rounding of its blocks allows", arguments: KernelPath.all)
    func errorBound(path: KernelPath) {
        let (m, k, n) = (7, 384, 64)
        let (x, weights) = (values(m * k, seed: 1), values(n * k, seed: 2))
        let y = path.run {
            let inputs = inputs(x, rows: m, columns: k)
            return withPanels(weights, outputs: n, inputs: k) { panels in
                var y = [Float](repeating: 0, count: m * n)
                let bias = [Float](repeating: 0, count: n)
                ck_int8_dense(inputs, Int64(m), Int64(k), panels, Int64(n), bias, 1, CK_ADD, &y, Int64(n))
                return y
            }
        }
        for row in 0..<m {
            for output in 0..<n {
                let (exact, bound) = product(x[row * k..<(row + 1) * k], weights[output * k..<(output + 1) * k])
                #expect(abs(Double(y[row * n + output]) - exact) <= bound)
            }
        }
    }

    /// The dot product, and how far it may be off where each number is off by 1/254 of the largest of its 32.
    private func product(_ x: ArraySlice<Float>, _ w: ArraySlice<Float>) -> (exact: Double, bound: Double) {
        var (exact, bound) = (0.0, 1e-4)
        for (x, w) in zip(blocks(x), blocks(w)) {
            let (offX, offW) = (x.reduce(0) { max($0, abs($1)) } / 254, w.reduce(0) { max($0, abs($1)) } / 254)
            for (x, w) in zip(x, w) {
                exact += x * w
                bound += abs(x) * offW + abs(w) * offX + offX * offW
            }
        }
        return (exact, bound)
    }

    private func blocks(_ values: ArraySlice<Float>) -> [[Double]] {
        stride(from: values.startIndex, to: values.endIndex, by: 32).map { values[$0..<$0 + 32].map(Double.init) }
    }

    @Test("The largest codes do not overflow or saturate", arguments: KernelPath.all)
    func extremes(path: KernelPath) {
        let k = 1536
        let x = inputs((0..<6 * k).map { $0 / k % 2 == 0 ? 1 : -1 }, rows: 6, columns: k)
        let y = path.run {
            withPanels((0..<32 * k).map { $0 / k % 2 == 0 ? 1 : -1 }, outputs: 32, inputs: k) { panels in
                var y = [Float](repeating: 0, count: 6 * 32)
                let bias = [Float](repeating: 0, count: 32)
                ck_int8_dense(x, 6, Int64(k), panels, 32, bias, 1, CK_ADD, &y, 32)
                return y
            }
        }
        for (place, sum) in y.enumerated() {
            let expected = Float((place / 32 + place) % 2 == 0 ? k : -k)
            #expect(abs(sum - expected) <= 1e-5 * Float(k))
        }
    }

    @Test("Blocks of zeros, of tiny numbers and of numbers that are none do not trap", arguments: KernelPath.all)
    func strangeBlocks(path: KernelPath) {
        for value in [0, 1e-38, -1e-38, .nan, .infinity, -.infinity] as [Float] {
            let row = [Float](repeating: value, count: 32 * 32)
            path.run {
                var panels = [ck_int8_weights](repeating: ck_int8_weights(), count: 1)
                ck_int8_pack(row, 32, 32, &panels)
                let y = numbers(inputs(Array(row[..<32]), rows: 1, columns: 32), rows: 1, columns: 32)
                if abs(value) < 1 { #expect(y.allSatisfy { abs($0.value) <= 1e-38 }) }
            }
        }
    }

    @Test("Packing, quantising and layer norm equal the scalar references", arguments: KernelPath.all)
    func quantising(path: KernelPath) {
        let (rows, columns) = (8, 96)
        let x = values(rows * columns, seed: 5)
        let (gamma, beta) = (SplitMix64.floats(columns, seed: 6), SplitMix64.floats(columns, seed: 7))
        let weights = values(64 * columns, seed: 8)
        let packed = withPanels(weights, outputs: 64, inputs: columns) { bytes($0, count: 6) }
        let isSame = path.run {
            withPanels(weights, outputs: 64, inputs: columns, ck_int8_pack) { bytes($0, count: 6) == packed }
        }
        #expect(isSame)

        let halves = x.map { UInt16($0.bitPattern >> 16) }
        var (a, b) = (tiles(rows, columns), tiles(rows, columns))
        ck_int8_quantize_ref(halves, Int64(rows), Int64(columns), &a, Int64(columns))
        path.run { ck_int8_quantize(halves, Int64(rows), Int64(columns), &b, Int64(columns)) }
        let areEqual = bytes(a, count: a.count) == bytes(b, count: b.count)
        #expect(areEqual)

        var (normed, tested) = (x, x)
        ck_int8_layer_norm_ref(&normed, Int64(rows), Int64(columns), gamma, beta, 1e-12, &a)
        path.run { ck_int8_layer_norm(&tested, Int64(rows), Int64(columns), gamma, beta, 1e-12, &b) }
        #expect(zip(normed, tested).allSatisfy { abs($0 - $1) <= 1e-5 })
        for (value, number) in zip(tested, numbers(b, rows: rows, columns: columns)) {
            #expect(abs(number.value - value) <= 0.501 * number.scale)
        }
    }

    private typealias DenseKernel = (
        UnsafePointer<ck_int8_inputs>, Int64, Int64, UnsafePointer<ck_int8_weights>, Int64, UnsafePointer<Float>,
        Float, ck_epilogue, UnsafeMutableRawPointer, Int64
    ) -> Void
    private typealias Pack = (UnsafePointer<Float>, Int64, Int64, UnsafeMutablePointer<ck_int8_weights>) -> Void

    /// Random numbers of bfloat16 with an outlier here and there.
    private func values(_ count: Int, seed: UInt64) -> [Float] {
        SplitMix64.floats(count, seed: seed).enumerated().map { place, value in
            Float(bitPattern: (place % 50 == 0 ? value * 30 : value).bitPattern & ~0xFFFF)
        }
    }

    private func tiles(_ rows: Int, _ columns: Int) -> [ck_int8_inputs] {
        [ck_int8_inputs](repeating: ck_int8_inputs(), count: (rows + 5) / 6 * (columns / 32))
    }

    private func inputs(_ values: [Float], rows: Int, columns: Int) -> [ck_int8_inputs] {
        var inputs = tiles(rows, columns)
        let halves = values.map { UInt16($0.bitPattern >> 16) }
        ck_int8_quantize(halves, Int64(rows), Int64(columns), &inputs, Int64(columns))
        return inputs
    }

    private func withPanels<Result>(
        _ weights: [Float], outputs: Int, inputs: Int, _ pack: Pack = ck_int8_pack_ref,
        _ body: (UnsafePointer<ck_int8_weights>) -> Result
    ) -> Result {
        let count = outputs / 32 * (inputs / 32)
        return withAlignedFloats(count * MemoryLayout<ck_int8_weights>.stride / 4) { memory in
            let panels = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: ck_int8_weights.self)
            pack(weights, Int64(outputs), Int64(inputs), panels)
            return body(panels)
        }
    }

    private func bytes<Element>(_ start: UnsafePointer<Element>, count: Int) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: start, count: count * MemoryLayout<Element>.stride))
    }

    /// What quantised rows stand for, row by row, and the scale of each number.
    private func numbers(_ inputs: [ck_int8_inputs], rows: Int, columns: Int) -> [(value: Float, scale: Float)] {
        (0..<rows * columns).map { place in
            let (row, column) = (place / columns, place % columns)
            return withUnsafePointer(to: inputs[row / 6 * (columns / 32) + column / 32]) { block in
                let bytes = UnsafeRawPointer(block)
                let code = bytes.load(fromByteOffset: row % 6 * 32 + column % 32, as: Int8.self)
                let scale = bytes.load(fromByteOffset: 192 + row % 6 * 4, as: Float.self)
                return (Float(code) * scale, scale)
            }
        }
    }
}
