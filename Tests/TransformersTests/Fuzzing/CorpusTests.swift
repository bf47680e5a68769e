import Foundation
import Testing

/// What the fuzzer starts from, and what it found, through the same readers (`Scripts/fuzz`).
struct CorpusTests {
    @Test(
        "Every file of the fuzzer's corpus is read, or refused with an error of model files",
        arguments: FuzzedReader.allCases)
    func corpus(reader: FuzzedReader) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/Fuzzing/\(reader.rawValue)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try reader.read(bytes) }
        }
    }
}
