internal import Foundation

/// Makes tokenizers of the `tokenizer.ggml` metadata of a GGUF file.
struct GGUFTokenizer {
    private let file: GGUFFile
    private let url: URL?

    /// - Parameter url: where what takes long to work out is kept; nil for nowhere.
    init(_ file: GGUFFile, keptAt url: URL? = nil) {
        self.file = file
        self.url = url
    }

    func tokenizer() throws -> any Tokenizer {
        switch file.string(Self.key("model")) {
        case "gpt2"?: return try bytePair()
        case "llama"?: return try sentencePiece()
        case "bert"?: return try wordPiece()
        case "t5"?: return try unigram()
        case let kind:
            throw ModelFileError(
                .unsupported,
                "\(file.path): tokenizers of the kind “\(kind ?? "none")” cannot be run; “gpt2”, “llama”, “bert” and “t5” can"
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

    private func sentencePiece() throws -> SentencePieceTokenizer {
        let (tokens, types) = try tokensAndTypes()
        let scores = try scores(count: tokens.count)
        // Control tokens are nothing that text can become by merging, whatever llama.cpp does with “<s>” in a user's text.
        let isPiece = { types[$0] == .normal || types[$0] == .unused }
        let merges = try ScoredMerges(tokens: tokens, isPiece: isPiece, scores: scores)
        let addsSpace = file.bool(Self.key("add_space_prefix")) ?? true
        let special = specialTokens(tokens, types)
        return try SentencePieceTokenizer(
            vocabulary: merges.table, isPiece: isPiece, merges: .scored(merges), special: special,
            options: SentencePieceTokenizer.Options(
                prefix: addsSpace ? .everyText : .nowhere, dropsFirstSpace: addsSpace,
                unknown: unknownToken(tokens, otherwise: 0),
                verbatim: Set(special.map(\.id))))
    }

    /// GGUF files spell the beginnings of words with a marker of a space, and pieces inside words without anything.
    private func wordPiece() throws -> WordPieceTokenizer {
        let (tokens, types) = try tokensAndTypes()
        let special = specialTokens(tokens, types)
        let isSpecial = Set(special.map(\.id))
        let pieces = zip(tokens, Int32(0)...).map { token, id -> [UInt8] in
            let token = Array(token)
            if isSpecial.contains(id) || token.first == UInt8(ascii: "[") && token.last == UInt8(ascii: "]") {
                return token
            }
            return token.starts(with: SpaceMarker.bytes)
                ? Array(token.dropFirst(SpaceMarker.bytes.count)) : Array("##".utf8) + token
        }
        let unknown = unknownToken(tokens).map { String(decoding: tokens[Int($0)], as: UTF8.self) } ?? "[UNK]"
        return try WordPieceTokenizer(
            vocabulary: ByteStringTable(pieces), special: special, unknown: unknown, lowercase: true)
    }

    private func unigram() throws -> UnigramTokenizer {
        let (tokens, types) = try tokensAndTypes()
        let scores = try scores(count: tokens.count)
        let trimsSpaces = file.bool(Self.key("remove_extra_whitespaces")) ?? false
        let charsmap = try PrecompiledCharsmap(file.bytes(Self.key("precompiled_charsmap")) ?? [])
        let normalizer = PieceNormalizer(charsmap: charsmap, manner: .longestEntry, collapsesSpaces: trimsSpaces)
        var options = UnigramTokenizer.Options(normalizer: normalizer)
        options.prefix = file.bool(Self.key("add_space_prefix")) ?? false ? .everyText : .nowhere
        options.trimsSpaces = trimsSpaces
        options.unknown = unknownToken(tokens, otherwise: 2)
        return try UnigramTokenizer(
            tokens: tokens, scores: scores.map(Double.init),
            isPiece: { types[$0] == .normal || types[$0] == .unused },
            special: specialTokens(tokens, types), options: options, keptAt: url)
    }

    /// Spellings that end texts or turns, whatever type a file gives them: they are control tokens, as for llama.cpp.
    private static let endings: Set<[UInt8]> = Set(
        ["</s>", "<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|end_of_text|>", "<EOT>"]
            .map { Array($0.utf8) })

    /// The spellings of all tokens, and what each stands for.
    private func tokensAndTypes() throws -> (ByteStrings, [TokenType]) {
        guard let tokens = file.strings(Self.key("tokens")), !tokens.isEmpty else {
            throw ModelFileError(.damaged, "\(file.path) has no tokens; fetch the model again")
        }
        let types = file.integers(Self.key("token_type")) ?? []
        return (
            tokens,
            tokens.indices.map { index in
                let type = index < types.count ? TokenType(rawValue: types[index]) ?? .normal : .normal
                return type == .userDefined && Self.endings.contains(Array(tokens[index])) ? .control : type
            }
        )
    }

    private func scores(count: Int) throws -> [Float] {
        guard let scores = file.floats(Self.key("scores")), scores.count == count else {
            throw ModelFileError(.damaged, "\(file.path) has no score for each token; fetch the model again")
        }
        return scores
    }

    private func specialTokens(_ tokens: ByteStrings, _ types: [TokenType]) -> [SpecialTokens.Token] {
        zip(tokens.indices, types).compactMap { SpecialTokens.Token(spelling: tokens[$0], id: Int32($0), type: $1) }
    }

    /// The unknown token; where a file names none, that which llama.cpp takes for the file's kind.
    private func unknownToken(_ tokens: ByteStrings, otherwise fallback: Int? = nil) -> Int32? {
        (file.integer(Self.key("unknown_token_id")) ?? fallback).flatMap {
            tokens.indices.contains($0) ? Int32($0) : nil
        }
    }
}
