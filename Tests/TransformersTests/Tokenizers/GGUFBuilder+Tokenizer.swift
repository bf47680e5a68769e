internal import Foundation

extension GGUFBuilder {
    private struct File: Decodable {
        struct Model: Decodable {
            var vocab: [String: Int]
            var merges: [[String]]
        }

        struct Token: Decodable {
            var id: Int
            var content: String
        }

        var model: Model
        var addedTokens: [Token]

        private enum CodingKeys: String, CodingKey {
            case model
            case addedTokens = "added_tokens"
        }
    }

    /// A file with the tokens and merges of a `tokenizer.json`, the added ones as control tokens, that names a rule for words.
    init(tokenizerJSON url: URL, rule: String) throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
        let pieces = file.model.vocab.map { (id: $0.value, spelling: $0.key, type: Int32(1)) }
        let added = file.addedTokens.map { (id: $0.id, spelling: $0.content, type: Int32(3)) }
        let tokens = (pieces.filter { piece in !added.contains { $0.id == piece.id } } + added).sorted { $0.id < $1.id }
        entries = [
            ("general.architecture", .string("llama")), ("tokenizer.ggml.model", .string("gpt2")),
            ("tokenizer.ggml.pre", .string(rule)), ("tokenizer.ggml.tokens", .strings(tokens.map(\.spelling))),
            ("tokenizer.ggml.token_type", .int32s(tokens.map(\.type))),
            ("tokenizer.ggml.merges", .strings(file.model.merges.map { $0.joined(separator: " ") })),
        ]
    }
}
