/// Makes tokenizers of the `tokenizer.ggml` metadata of a GGUF file.
struct GGUFTokenizer {
    private let file: GGUFFile

    init(_ file: GGUFFile) { self.file = file }

    func tokenizer() throws -> any Tokenizer {
        switch file.string(Self.key("model")) {
        case "gpt2"?: return try bytePair()
        case let kind:
            throw ModelFileError(
                .unsupported,
                "\(file.path): tokenizers of the kind “\(kind ?? "none")” cannot be run; “gpt2” can"
            )
        }
    }

    private static func key(_ name: String) -> String { "tokenizer.ggml.\(name)" }

    private func bytePair() throws -> BytePairTokenizer {
        guard let tokens = file.strings(Self.key("tokens")), let merges = file.strings(Self.key("merges")) else {
            throw ModelFileError(.damaged, "\(file.path) has no merges for its tokenizer; fetch the model again")
        }
        let rule = file.string(Self.key("pre"))
        return try BytePairTokenizer(
            tokens: tokens, merges: merges, tokenTypes: file.integers(Self.key("token_type")) ?? [],
            preTokenizer: try PreTokenizer(name: rule, path: file.path),
            ignoresMerges: PreTokenizer.ignoresMerges(name: rule))
    }
}
