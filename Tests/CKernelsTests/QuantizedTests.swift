import CKernels
import Foundation
import Testing

struct QuantizedTests {
    static let formats = QuantizedMatrix.formats

    @Test("Activations quantise to the same bits on every path", arguments: KernelPath.all, [1, 5, 6, 7, 13])
    func quantizesTheSame(path: KernelPath, rows: Int) {
        let values = QuantizedActivations.random(rows: rows, columns: 96)
        let scalar = KernelPath.all[0].run { QuantizedActivations(values, rows: rows, columns: 96) }
        let tested = path.run { QuantizedActivations(values, rows: rows, columns: 96) }
        #expect(bytes(of: tested.blocks) == bytes(of: scalar.blocks))
        for row in 0..<rows {
            for column in 0..<96 {
                let scale = tested.scale(row: row, column: column)
                let back = scale * Float(tested.code(row: row, column: column))
                // Half a step of the code, and the scale's rounding to f16 over 127 steps.
                #expect(abs(back - values[row * 96 + column]) <= scale * (0.5 + 127 / 2048 + 0.001))
            }
        }
    }

    @Test(
        "Rows of zeros, tiny, huge and constant numbers quantise to the same bits on every path",
        arguments: KernelPath.all)
    func quantizesEdges(path: KernelPath) {
        var values: [Float] = []
        for level: Float in [0, -0.0, .leastNonzeroMagnitude, 1e-7, 1, -1, 3e4, 1e6, 3e38] {
            values += (0..<32).map { $0 % 3 == 0 ? level : $0 % 3 == 1 ? -level / 2 : level / 254 }
        }
        let scalar = KernelPath.all[0].run { QuantizedActivations(values, rows: 9, columns: 32) }
        let tested = path.run { QuantizedActivations(values, rows: 9, columns: 32) }
        #expect(bytes(of: tested.blocks) == bytes(of: scalar.blocks))
        #expect((0..<32).allSatisfy { tested.code(row: 0, column: $0) == 0 } && tested.scale(row: 0, column: 0) == 0)
        #expect(tested.code(row: 4, column: 0) == 127 && tested.code(row: 5, column: 0) == -127)
    }

    @Test("Products equal the scalar reference on every path", arguments: KernelPath.all, formats)
    func multiplies(path: KernelPath, format: ck_block_format) {
        for (rows, columns) in [(1, 32), (2, 64), (3, 96), (4, 576), (5, 32), (6, 1536), (7, 64), (12, 32), (13, 576)] {
            let matrix = QuantizedMatrix(format, rows: 32, columns: columns, seed: UInt64(rows))
            let input = QuantizedActivations(
                QuantizedActivations.random(rows: rows, columns: matrix.columns), rows: rows, columns: matrix.columns)
            let reference = product(matrix, input) { ck_blocks_multiply_ref($0, $1, $2, $3, $4, $5) }
            let tested = path.run { product(matrix, input) { ck_blocks_multiply($0, $1, $2, $3, $4, $5) } }
            let tolerance = 1e-5 * reference.reduce(1) { max($0, abs($1)) }
            #expect(zip(tested, reference).allSatisfy { abs($0 - $1) <= tolerance })
        }
    }

    @Test("The scalar reference equals the sum of weight times activation", arguments: formats, [1, 6, 11])
    func referenceIsTheDefinition(format: ck_block_format, rows: Int) {
        let matrix = QuantizedMatrix(format, rows: 32, columns: 160)
        let columns = matrix.columns
        let input = QuantizedActivations(
            QuantizedActivations.random(rows: rows, columns: columns), rows: rows, columns: columns)
        let reference = product(matrix, input) { ck_blocks_multiply_ref($0, $1, $2, $3, $4, $5) }
        for row in 0..<rows {
            for output in 0..<32 {
                var sum = 0.0
                for column in 0..<columns {
                    let activation =
                        Double(input.scale(row: row, column: column)) * Double(input.code(row: row, column: column))
                    sum += matrix.weights[output * columns + column] * activation
                }
                #expect(abs(Double(reference[row * 32 + output]) - sum) <= 1e-4 * max(1, abs(sum)))
            }
        }
    }

    @Test(
        "A product is off from that of f32 by no more than the rounding of its activations explains",
        arguments: KernelPath.all, formats)
    func errorBound(path: KernelPath, format: ck_block_format) {
        let matrix = QuantizedMatrix(format, rows: 32, columns: 512)
        let values = QuantizedActivations.random(rows: 6, columns: matrix.columns)
        let input = path.run { QuantizedActivations(values, rows: 6, columns: matrix.columns) }
        let tested = path.run { product(matrix, input) { ck_blocks_multiply($0, $1, $2, $3, $4, $5) } }
        for row in 0..<6 {
            for output in 0..<32 {
                var (sum, bound, size) = (0.0, 0.0, 0.0)
                for column in 0..<matrix.columns {
                    let weight = matrix.weights[output * matrix.columns + column]
                    let activation = Double(values[row * matrix.columns + column])
                    sum += weight * activation
                    size += abs(weight * activation)
                    // Half a step of the code, and the scale's rounding to f16 over 127 steps.
                    bound += abs(weight) * Double(input.scale(row: row, column: column)) * (0.5 + 127.0 / 2048)
                }
                #expect(abs(Double(tested[row * 32 + output]) - sum) <= bound + 1e-5 * size)
            }
        }
    }

    @Test("The largest codes and activations do not overflow or saturate", arguments: KernelPath.all, formats)
    func extremes(path: KernelPath, format: ck_block_format) {
        let matrix = QuantizedMatrix(format, rows: 32, columns: 1536, extreme: true)
        let values = (0..<6 * 1536).map { $0 / 1536 % 2 == 0 ? Float(1) : -1 }
        let input = QuantizedActivations(values, rows: 6, columns: 1536)
        let reference = product(matrix, input) { ck_blocks_multiply_ref($0, $1, $2, $3, $4, $5) }
        let tested = path.run { product(matrix, input) { ck_blocks_multiply($0, $1, $2, $3, $4, $5) } }
        let tolerance = 1e-5 * reference.reduce(1) { max($0, abs($1)) }
        #expect(zip(tested, reference).allSatisfy { abs($0 - $1) <= tolerance })
        for output in 0..<32 {
            let sum = matrix.weights[output * 1536..<(output + 1) * 1536].reduce(0, +)
            // Ones come back as 127 times a scale that f16 rounded.
            #expect(abs(Double(tested[output]) - sum) <= max(1, abs(sum)) * 1e-3)
        }
    }

    @Test(
        "Rows that fill no whole panel multiply, and the rest of the panel is zero", arguments: KernelPath.all,
        formats)
    func partPanels(path: KernelPath, format: ck_block_format) {
        #expect(ck_blocks_packed_size(format, 33, 256) == 2 * ck_blocks_panel_size(format, 256))
        let matrix = QuantizedMatrix(format, rows: 33, columns: 256)
        let input = QuantizedActivations(QuantizedActivations.random(rows: 2, columns: 256), rows: 2, columns: 256)
        let result = path.run {
            product(matrix, input, panel: 1) { ck_blocks_multiply($0, $1, $2, $3, $4, $5) }
        }
        let expected = (0..<256).reduce(0.0) { sum, column in
            sum + matrix.weights[32 * 256 + column] * Double(input.scale(row: 1, column: column))
                * Double(input.code(row: 1, column: column))
        }
        #expect(abs(Double(result[32]) - expected) <= 1e-4 * max(1, abs(expected)))
        #expect(result[1..<32].allSatisfy { $0 == 0 } && result[33..<64].allSatisfy { $0 == 0 })
    }

    private typealias Multiply = (
        ck_block_format, UnsafeRawPointer, Int64, UnsafePointer<ck_activation_block>, Int64, UnsafeMutablePointer<Float>
    ) -> Void

    /// [rows, 32]. Fails where the kernel leaves a number unwritten or writes past the last.
    private func product(
        _ matrix: QuantizedMatrix, _ input: QuantizedActivations, panel: Int = 0, _ multiply: Multiply
    ) -> [Float] {
        let guarded: Float = -12345
        var out = [Float](repeating: guarded, count: input.rows * 32 + 64)
        matrix.withPanels { packed in
            let start = packed + panel * Int(ck_blocks_panel_size(matrix.format, Int64(matrix.columns)))
            multiply(matrix.format, start, Int64(matrix.columns), input.blocks, Int64(input.rows), &out)
        }
        #expect(out.suffix(64).allSatisfy { $0 == guarded })
        #expect(!out.dropLast(64).contains(guarded))
        return Array(out.dropLast(64))
    }

    private func bytes(of blocks: [ck_activation_block]) -> [UInt8] { blocks.withUnsafeBytes { Array($0) } }
}
