internal import Foundation
internal import Transformers

/// A tokenizer file and the ids that other implementations give with it for the same texts; `Fixtures/Tokenizers` says how each
/// was made.
struct ReferenceFixture {
    struct Row: Decodable {
        /// Ids with special tokens recognised.
        var ids: [Int32]
        /// Ids without, where that differs.
        var plain: [Int32]?
        /// What llama.cpp gives, where that is not what Hugging Face's tokenizers give.
        var llama: [Int32]?
        /// The same without special tokens, where that differs again.
        var llamaPlain: [Int32]?
        /// The decoded text, where it is not the text.
        var decoded: String?

        private enum CodingKeys: String, CodingKey {
            case ids, plain, llama, decoded
            case llamaPlain = "llama_plain"
        }
    }

    private struct Texts: Decodable { var texts: [String] }
    private struct Golden: Decodable { var rows: [Row] }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Tokenizers")

    /// Each text with its row.
    var rows: [(text: String, row: Row)]

    init(_ name: String) throws {
        let texts = try Self.decode(Texts.self, "texts").texts
        rows = Array(zip(texts, try Self.decode(Golden.self, "\(name).golden").rows))
    }

    static func url(_ file: String) -> URL { folder.appending(path: file) }

    static func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: url("\(name).json")))
    }

    /// The rows for which a tokenizer gives other ids or another text than Hugging Face's tokenizers.
    func differences(from tokenizer: any Tokenizer) -> [String] {
        differencesOfIDs(from: tokenizer)
            + rows.filter { text, row in
                tokenizer.decode(row.plain ?? row.ids) != row.decoded ?? text
            }
            .map { "decoded: \($0.text.debugDescription)" }
    }

    /// The rows for which a tokenizer gives other ids than Hugging Face's tokenizers.
    func differencesOfIDs(from tokenizer: any Tokenizer) -> [String] {
        rows.filter { text, row in
            tokenizer.encode(text, recognizingSpecialTokens: true) != row.ids
                || tokenizer.encode(text, recognizingSpecialTokens: false) != row.plain ?? row.ids
        }
        .map(\.text.debugDescription)
    }

    /// The rows for which a tokenizer gives other ids than llama.cpp.
    func differencesFromLlama(_ tokenizer: any Tokenizer) -> [String] {
        rows.filter { text, row in
            let ids = row.llama ?? row.ids
            let plain = row.llama == nil ? row.plain ?? row.ids : row.llamaPlain ?? ids
            return tokenizer.encode(text, recognizingSpecialTokens: true) != ids
                || tokenizer.encode(text, recognizingSpecialTokens: false) != plain
        }
        .map(\.text.debugDescription)
    }
}
