internal import Foundation

extension TokenizerJSON {
    /// A tokenizer of SentencePiece's unigrams.
    ///
    /// - Parameter url: where the tree of pieces is kept; nil for nowhere.
    func unigram(keptAt url: URL?) throws -> UnigramTokenizer {
        try requireNone([("byte_fallback", model["byte_fallback"])])
        guard let vocabulary = model["vocab"]?.array, !vocabulary.isEmpty else {
            throw ModelFileError(.damaged, "its model has no vocabulary")
        }
        let pieces = try vocabulary.enumerated().map { id, entry in
            guard let pair = entry.array, pair.count == 2, let bytes = pair[0].bytes, let score = pair[1].number else {
                throw ModelFileError(.damaged, "token \(id) is no piece with a score")
            }
            return (bytes: bytes, score: score)
        }
        var options = UnigramTokenizer.Options(normalizer: try normalizer())
        guard preTokenizers.contains(where: { $0["type"]?.text == "Metaspace" }) else {
            throw Self.unsupported("it leaves spaces as they are")
        }
        for step in preTokenizers {
            switch step["type"]?.text {
            case "WhitespaceSplit"? where options.prefix == .nowhere: options.dividesAtWhiteSpace = true
            case "Metaspace"?: (options.prefix, options.cutsAtEverySpace) = try Self.metaspace(step)
            default: throw Self.unknown("pre-tokenizer", step)
            }
        }
        if let unknown = model["unk_id"]?.integer {
            guard pieces.indices.contains(unknown) else {
                throw ModelFileError(.damaged, "its unknown token \(unknown) is not in the vocabulary")
            }
            options.unknown = Int32(unknown)
        }
        let tokens = try tokens(pieces.enumerated().map { ($1.bytes, $0) })
        let control = Set(addedTokens.filter(\.isControl).map { Int($0.id) })
        return try UnigramTokenizer(
            tokens: ByteStrings(tokens), scores: pieces.map(\.score), isPiece: { !control.contains($0) },
            special: addedTokens, options: options, keptAt: url)
    }

    private func normalizer() throws -> PieceNormalizer {
        var charsmap: [UInt8] = []
        var collapsesSpaces = false
        for step in normalizers {
            switch step["type"]?.text {
            case "Precompiled"? where charsmap.isEmpty && !collapsesSpaces:
                guard let text = step["precompiled_charsmap"]?.text, let data = Data(base64Encoded: text) else {
                    throw ModelFileError(.damaged, "its table of character replacements is not base64")
                }
                charsmap = Array(data)
            case "Replace"? where step["pattern"]?["Regex"]?.text == " {2,}" && step["content"]?.text == " ":
                collapsesSpaces = true
            default: throw Self.unknown("normalizer", step)
            }
        }
        return PieceNormalizer(
            charsmap: try PrecompiledCharsmap(charsmap), manner: .clusters, collapsesSpaces: collapsesSpaces)
    }
}
