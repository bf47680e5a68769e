import CKernels
import Foundation
import Transformers

extension FuzzedReader {
    /// Opens what is kept in files beside a model: the lowest bits of the first byte say whether it is a context (0) or packed
    /// weights (1) behind a checksum that is right, or a whole file (2), and the next bit of which model.
    static func usePrepared(_ bytes: [UInt8]) throws {
        let kind = bytes.first ?? 0
        let content = Array(bytes.dropFirst())
        let model = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/Fuzzing/gguf/\(kind & 4 == 0 ? "llama-q4_0" : "llama-f32")")
        let kept = FileManager.default.temporaryDirectory.appending(path: "fuzzed-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: kept) }
        let tokens: [Int32] = [0, 1, 2, 3]
        let context = try DecoderContext(DecoderModel(contentsOf: model, threads: 1), capacity: 8)
        if kind & 3 == 0 {
            try context.read(tokens)
            context.save(first: tokens.count, to: kept)
            try sign(content, as: kept)
        } else if kind & 3 == 1 {
            _ = try DecoderModel(contentsOf: model, threads: 1, packedWeights: kept)
            let size = try Data(contentsOf: kept).count - headerSize
            guard !content.isEmpty else { return }
            try sign((0..<size).map { content[$0 % content.count] }, as: kept)
        } else {
            try Data(content).write(to: kept)
        }
        let other = try DecoderContext(
            DecoderModel(contentsOf: model, threads: 1, packedWeights: kind & 3 == 1 ? kept : nil), capacity: 8)
        let count = kind & 3 == 1 ? 0 : other.restore(tokens, from: kept)
        guard count <= tokens.count, other.tokens.count == count else {
            throw Misbehaviour(description: "\(count) tokens were restored of \(tokens.count)")
        }
        try other.read([1])
        guard other.logits.count == other.model.vocabularySize else {
            throw Misbehaviour(description: "logits are missing")
        }
    }

    /// Bytes before the content of a kept file.
    static let headerSize = 4096

    /// Puts other content into a kept file, with its checksum behind the magic number and two hashes.
    static func sign(_ content: [UInt8], as url: URL) throws {
        var bytes = Array(try Data(contentsOf: url).prefix(headerSize))
        let sum = content.withUnsafeBytes { bytes in bytes.baseAddress.map { ck_checksum($0, Int64(bytes.count)) } ?? 0
        }
        for byte in 0..<8 { bytes[35 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte)) }
        try Data(bytes + content).write(to: url)
    }
}
