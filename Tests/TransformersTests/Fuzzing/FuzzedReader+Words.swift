import Foundation
import Transformers

extension FuzzedReader {
    /// Divides a text by the rule that the first byte chooses, and encodes it by a `tokenizer.json` that has the same rule, where
    /// there is one: its vocabulary has all bytes, so that no character may be lost.
    static func divide(_ bytes: [UInt8]) throws {
        let rule = rules[Int(bytes.first ?? 0) % rules.count]
        var text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        let preTokenizer = try PreTokenizer(name: rule.name, path: "")
        var sizes: [Int] = []
        text.withUTF8 { preTokenizer.forEachWord(in: $0) { sizes.append($0.count) } }
        guard sizes.reduce(0, +) == text.utf8.count, !sizes.contains(0) else {
            throw Misbehaviour(description: "the words of “\(rule.name)” are not the text")
        }
        guard let tokenizer = rule.tokenizer else { return }
        let decoded = tokenizer.decode(tokenizer.encode(text, recognizingSpecialTokens: false))
        // Equal too where the file composes characters.
        guard decoded == text else { throw Misbehaviour(description: "“\(text)” became “\(decoded)”") }
    }

    /// A rule by its name in GGUF files.
    private struct Rule {
        var name: String
        var tokenizer: (any Tokenizer)?
    }

    private static let rules: [Rule] = [
        ("gpt-2", nil), ("smollm", nil), ("llama-bpe", "llama3"), ("qwen2", "qwen2"), ("qwen35", "qwen35"),
        ("gpt-4o", "gpt-4o"), ("tekken", "tekken"), ("deepseek-v3", "deepseek-v3"),
    ].map { (name: String, file: String?) in
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/Tokenizers")
        return Rule(
            name: name,
            tokenizer: file.map {
                do {
                    return try TokenizerLoader.tokenizer(contentsOf: folder.appending(path: "\($0).json"))
                } catch {
                    fatalError("\(error)")
                }
            })
    }
}
