import Foundation
import Testing
import Transformers

/// The file that keeps a model's packed weights.
struct PackedWeightsTests {
    private let folder: URL
    private let model: URL
    private let packed: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "packed-\(UUID().uuidString)")
        model = folder.appending(path: "model.gguf")
        packed = folder.appending(path: "weights")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(TinyDecoder().builder.file()).write(to: model)
    }

    /// The logits after a few tokens; without a file for the packed weights by default.
    private func logits(keptAt url: URL? = nil) throws -> [Float] {
        let context = try DecoderContext(DecoderModel(contentsOf: model, threads: 1, packedWeights: url), capacity: 16)
        try context.read([5, 9, 30])
        return context.logits
    }

    private func identifier() throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: packed.path)[.systemFileNumber] as? Int
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    @Test("A model opens the same with packed weights that were kept, and does not pack them again")
    func kept() throws {
        defer { remove() }
        let expected = try logits()
        #expect(try logits(keptAt: packed) == expected)
        let first = try identifier()
        #expect(try logits(keptAt: packed) == expected)
        #expect(try identifier() == first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["model.gguf", "weights"])
    }

    @Test("Another model in the same place is packed again, though its file has the same size")
    func stale() throws {
        defer { remove() }
        let before = try logits(keptAt: packed)
        var bytes = try Data(contentsOf: model)
        // The codes of some weights, far behind the metadata.
        for index in bytes.count * 3 / 4..<bytes.count * 3 / 4 + 2000 where index % 20 > 4 { bytes[index] ^= 0x11 }
        try bytes.write(to: model)
        let after = try logits()
        #expect(after != before)
        #expect(try logits(keptAt: packed) == after)
    }

    @Test("Packed weights that are damaged are packed again", arguments: ["cut", "one bit", "empty", "something else"])
    func damaged(how: String) throws {
        defer { remove() }
        let expected = try logits(keptAt: packed)
        var bytes = try Data(contentsOf: packed)
        switch how {
        case "cut": bytes.removeLast()
        case "one bit": bytes[bytes.count - 1000] ^= 4
        case "empty": bytes = Data()
        default: bytes = Data(repeating: 0x41, count: bytes.count)
        }
        try bytes.write(to: packed)
        #expect(try logits(keptAt: packed) == expected)
        #expect(try Data(contentsOf: packed) != bytes)
    }

    @Test("Where nothing can be kept, the model opens all the same")
    func nowhere() throws {
        defer { remove() }
        #expect(try logits(keptAt: folder.appending(path: "missing/weights")) == logits())
        try FileManager.default.createDirectory(at: packed, withIntermediateDirectories: true)
        #expect(try logits(keptAt: packed) == logits())
    }

    @Test("What another process is writing is left alone, and taken away once it was abandoned")
    func unfinished() throws {
        defer { remove() }
        let unfinished = URL(filePath: packed.path + ".new")
        try Data("x".utf8).write(to: unfinished)
        _ = try logits(keptAt: packed)
        #expect(!FileManager.default.fileExists(atPath: packed.path))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: unfinished.path)
        _ = try logits(keptAt: packed)
        #expect(try identifier() != nil)
        #expect(!FileManager.default.fileExists(atPath: unfinished.path))
    }
}
