internal import Foundation
internal import Transformers

/// Tokenizers of texts that are written to a file for a moment.
enum TemporaryTokenizer {
    /// The tokenizer of a `tokenizer.json` with this content.
    static func load(_ json: String) throws -> any Tokenizer { try load(Array(json.utf8)) }

    /// The same for bytes.
    static func load(_ bytes: [UInt8]) throws -> any Tokenizer {
        let file = FileManager.default.temporaryDirectory.appending(path: "tokenizer-\(UUID().uuidString).json")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try TokenizerLoader.tokenizer(contentsOf: file)
    }

    /// The error of that, nil where there is none.
    static func error(_ json: String) -> ModelFileError? {
        do {
            _ = try load(json)
            return nil
        } catch {
            return error as? ModelFileError
        }
    }
}
