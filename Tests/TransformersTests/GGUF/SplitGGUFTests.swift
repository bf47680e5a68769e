import Foundation
import Testing
import Transformers

/// Models that are divided into several files.
struct SplitGGUFTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "split-\(UUID().uuidString)")

    private func url(_ part: Int, of count: Int = 3) -> URL {
        folder.appending(path: "tiny-0000\(part)-of-0000\(count).gguf", directoryHint: .notDirectory)
    }

    /// Writes a model as three files, after `change` has seen each.
    private func write(_ change: (Int, inout GGUFBuilder) -> Void = { _, _ in }) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let whole = TinyDecoder().builder
        for part in 0..<3 {
            var builder = part == 0 ? whole : GGUFBuilder()
            builder.tensors = whole.tensors.enumerated().filter { $0.offset % 3 == part }.map(\.element)
            builder.set("split.no", .uint16(UInt16(part)))
            builder.set("split.count", .uint16(3))
            builder.set("split.tensors.count", .int32(Int32(whole.tensors.count)))
            change(part, &builder)
            try Data(builder.file()).write(to: url(part + 1))
        }
    }

    private func logits(_ model: DecoderModel) throws -> [Float] {
        let context = try DecoderContext(model, capacity: 16)
        try context.read([5, 9, 30])
        return context.logits
    }

    private func error(_ url: URL) throws -> ModelFileError {
        try #require(throws: ModelFileError.self) { try DecoderModel(contentsOf: url, threads: 1) }
    }

    @Test("A model of three files is the same as in one")
    func whole() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write()
        let expected = try withModelFile(TinyDecoder().builder.file()) {
            try logits(DecoderModel(contentsOf: $0, threads: 1))
        }
        #expect(try logits(DecoderModel(contentsOf: url(1), threads: 1)) == expected)
    }

    @Test("What is missing or in the wrong place is said, with the file")
    func wrong() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write()
        #expect(try error(url(2)).message.contains("give the first, which is called NAME-00001-of-00003.gguf"))
        try FileManager.default.removeItem(at: url(3))
        #expect(try error(url(1)).message.contains("00003-of-00003.gguf cannot be read"))
        try FileManager.default.copyItem(at: url(2), to: url(3))
        #expect(try error(url(1)).message.contains("is not file 3 of 3"))
        try write { part, builder in
            if part == 2 { builder.tensors += TinyDecoder().builder.tensors.prefix(1) }
        }
        #expect(try error(url(1)).message.contains("is in another file of the model too"))
        try write { part, builder in
            if part == 2 { builder.tensors.removeLast() }
        }
        #expect(try error(url(1)).message.contains("tensors, not"))
        let renamed = folder.appending(path: "renamed.gguf")
        try FileManager.default.moveItem(at: url(1), to: renamed)
        #expect(try error(renamed).code == .unsupported)
    }

    @Test("Files are told by their names")
    func names() {
        #expect(GGUFFile.parts(of: url(2)) == [url(1), url(2), url(3)])
        for name in ["tiny.gguf", "a-00001-of-00001.gguf", "a-00001-of-99999.gguf", "a-1-of-3.gguf"] {
            let file = folder.appending(path: name)
            #expect(GGUFFile.parts(of: file) == [file])
        }
    }
}
