import CKernels
import Foundation
import Testing

/// Weights of every block format against the `gguf` package (`TransformersTests/Fixtures/Quantized/make.py` says how).
struct BlockFormatTests {
    private struct Golden: Decodable { let bytes, weights: Data }

    private static let names: [(name: String, format: ck_block_format)] = [
        ("Q4_0", CK_Q4_0), ("Q4_1", CK_Q4_1), ("Q5_0", CK_Q5_0), ("Q5_1", CK_Q5_1), ("Q8_0", CK_Q8_0),
        ("Q2_K", CK_Q2_K), ("Q3_K", CK_Q3_K), ("Q4_K", CK_Q4_K), ("Q5_K", CK_Q5_K), ("Q6_K", CK_Q6_K),
    ]

    @Test("Blocks stand for the weights, bit by bit, that the gguf package makes of them")
    func expands() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../TransformersTests/Fixtures/Quantized/weights.json")
        let golden = try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: file))
        #expect(golden.count == Self.names.count)
        for (name, format) in Self.names {
            let golden = try #require(golden[name])
            let count = golden.bytes.count / Int(ck_block_size(format)) * Int(ck_block_length(format))
            var weights = [Float](repeating: .nan, count: count)
            golden.bytes.withUnsafeBytes { bytes in
                if let start = bytes.baseAddress { ck_blocks_expand(format, start, Int64(count), &weights) }
            }
            #expect(count == 1024 && weights.withUnsafeBytes { Data($0) } == golden.weights, "\(name)")
        }
    }
}
