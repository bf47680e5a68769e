extension TokenizerJSON {
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
        var (patterns, setsDigitsApart) = ([String](), false)
        // Behind the step that spells bytes as letters, patterns would mean something else.
        guard let last = preTokenizers.last, last["type"]?.text == "ByteLevel", last["add_prefix_space"]?.bool != true
        else { throw Self.unsupported("its last pre-tokenizer does not turn bytes into letters alone") }
        let usesGPT2 = last["use_regex"]?.bool ?? true
        for step in preTokenizers.dropLast() {
            switch step["type"]?.text {
            case "Split"?: patterns.append(try Self.pattern(step, isOnlyOne: preTokenizers.count == 2))
            case "Digits"? where step["individual_digits"]?.bool == true: setsDigitsApart = true
            default: throw Self.unknown("pre-tokenizer", step)
            }
        }
        switch (patterns.isEmpty, setsDigitsApart, usesGPT2) {
        case (true, false, true): return .gpt2
        case (true, true, true): return .gpt2WithSingleDigits
        case (true, _, false): throw Self.unsupported("it divides text nowhere")
        case (false, false, false):
            guard let rule = PreTokenizer(patterns: patterns) else {
                throw Self.unsupported("it divides text by a pattern that is not known")
            }
            return rule
        case (false, _, _): throw Self.unsupported("it divides text by a pattern and a rule beside it")
        }
    }

    /// The pattern of a step whose matches are words, as all between them are.
    ///
    /// - Parameter isOnlyOne: whether no other pattern divides text. “Removed” with “invert” leaves out what a pattern does not
    ///   match, and those that are known alone match everything.
    private static func pattern(_ step: JSONValue, isOnlyOne: Bool) throws -> String {
        let inverts = step["invert"]?.bool ?? false
        let isolates = step["behavior"]?.text == "Isolated" && !inverts
        let leavesOut = isOnlyOne && step["behavior"]?.text == "Removed" && inverts
        guard isolates || leavesOut, let pattern = step["pattern"]?["Regex"]?.text else {
            throw unknown("pre-tokenizer", step)
        }
        return pattern
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
