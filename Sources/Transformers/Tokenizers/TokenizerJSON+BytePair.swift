extension TokenizerJSON {
    /// The patterns of pre-tokenizers, as the files of these families spell them.
    private static let patterns: [String: PreTokenizer] = [
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: .gpt2,
        llamaPattern(digits: #"\p{N}{1,3}"#): .llama3,
        llamaPattern(digits: #"\p{N}"#): .qwen2,
    ]

    private static func llamaPattern(digits: String) -> String {
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
            + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    }

    /// A byte-pair tokenizer: over bytes where a pre-tokenizer says so, else over SentencePiece's pieces.
    func bytePair() throws -> any Tokenizer {
        try requireNone([
            ("dropout", model["dropout"]), ("continuing_subword_prefix", model["continuing_subword_prefix"]),
            ("end_of_word_suffix", model["end_of_word_suffix"]),
        ])
        let isByteLevel = preTokenizers.contains { $0["type"]?.text == "ByteLevel" }
        return isByteLevel ? try byteLevel() : try pieces()
    }

    private func byteLevel() throws -> BytePairTokenizer {
        try requireNone([("byte_fallback", model["byte_fallback"])])
        var options = BytePairTokenizer.Options(preTokenizer: try preTokenizer())
        options.ignoresMerges = model["ignore_merges"]?.bool ?? false
        for step in normalizers {
            guard step["type"]?.text == "NFC" else { throw Self.unknown("normalizer", step) }
            options.composesText = true
        }
        return try BytePairTokenizer(
            tokens: ByteStrings(try tokens()), pairs: try merges(), special: addedTokens, options: options)
    }

    static func unknown(_ part: String, _ step: JSONValue) -> ModelFileError {
        unsupported("its \(part) is “\(step["type"]?.text ?? "none")” with these settings")
    }

    private func preTokenizer() throws -> PreTokenizer {
        var rule: PreTokenizer?
        for step in preTokenizers {
            switch step["type"]?.text {
            case "Split"?:
                guard rule == nil, step["behavior"]?.text == "Isolated", step["invert"]?.bool != true,
                    let pattern = step["pattern"]?["Regex"]?.text, let known = Self.patterns[pattern]
                else { throw Self.unsupported("it divides text by a pattern that is not known") }
                rule = known
            case "Digits"? where rule == nil && step["individual_digits"]?.bool == true: rule = .gpt2WithSingleDigits
            case "ByteLevel"? where step["add_prefix_space"]?.bool != true:
                guard step["use_regex"]?.bool ?? true else { continue }
                guard rule == nil || rule == .gpt2WithSingleDigits else { throw Self.unknown("pre-tokenizer", step) }
                rule = rule ?? .gpt2
            default: throw Self.unknown("pre-tokenizer", step)
            }
        }
        guard let rule else { throw Self.unsupported("it divides text nowhere") }
        return rule
    }

    /// SentencePiece's byte-pair encoding.
    private func pieces() throws -> SentencePieceTokenizer {
        try requireNone([("ignore_merges", model["ignore_merges"])])
        var options = SentencePieceTokenizer.Options()
        var marksSpaces = false
        for step in normalizers {
            switch step["type"]?.text {
            case "Prepend"? where step["prepend"]?.bytes == SpaceMarker.bytes && !marksSpaces:
                options.prefix = .everyText
            case "Replace"?
            where step["pattern"]?["String"]?.text == " " && step["content"]?.bytes == SpaceMarker.bytes:
                marksSpaces = true
            default: throw Self.unknown("normalizer", step)
            }
        }
        for step in preTokenizers {
            switch step["type"]?.text {
            // There is no space left to divide at.
            case "Split"? where marksSpaces && step["pattern"]?["String"]?.text == " ": continue
            case "Metaspace"? where options.prefix == .nowhere:
                (options.prefix, options.cutsAtEverySpace) = try Self.metaspace(step)
                marksSpaces = true
            default: throw Self.unknown("pre-tokenizer", step)
            }
        }
        guard marksSpaces else { throw Self.unsupported("it leaves spaces as they are") }
        options.dropsFirstSpace = decoders.contains { step in
            step["type"]?.text == "Strip" && step["content"]?.text == " " && step["start"]?.integer == 1
                || step["type"]?.text == "Metaspace" && step["prepend_scheme"]?.text != "never"
        }
        options.fallsBackToBytes = model["byte_fallback"]?.bool ?? false
        options.fusesUnknown = model["fuse_unk"]?.bool ?? false
        let tokens = try tokens()
        let vocabulary = ByteStringTable(tokens)
        options.unknown = model["unk_token"]?.bytes.flatMap { vocabulary.index(of: $0) }.map(Int32.init)
        let added = Set(addedTokens.map { Int($0.id) })
        return try SentencePieceTokenizer(
            vocabulary: vocabulary, isPiece: { !added.contains($0) },
            merges: .listed(try MergeTable(try merges(), of: vocabulary)), special: try tokensOfRawText(),
            options: options)
    }

    /// What Metaspace puts before text, and whether it cuts at every space.
    static func metaspace(_ step: JSONValue) throws -> (prefix: SpacePrefix, cuts: Bool) {
        guard step["replacement"]?.bytes == SpaceMarker.bytes else { throw unknown("pre-tokenizer", step) }
        let cuts = step["split"]?.bool ?? true
        switch step["prepend_scheme"]?.text {
        case "always"?: return (.everyTextWithoutSpace, cuts)
        case "first"?: return (.beginningWithoutSpace, cuts)
        case "never"?: return (.nowhere, cuts)
        case nil: return (step["add_prefix_space"]?.bool ?? true ? .everyTextWithoutSpace : .nowhere, cuts)
        default: throw unknown("pre-tokenizer", step)
        }
    }
}
