extension TokenizerJSON {
    /// A tokenizer of BERT's kind.
    func wordPiece() throws -> WordPieceTokenizer {
        guard normalizers.count == 1, normalizers[0]["type"]?.text == "BertNormalizer" else {
            throw Self.unsupported("its normalizer is not that of BERT")
        }
        let settings = normalizers[0]
        let lowercase = settings["lowercase"]?.bool ?? true
        guard settings["clean_text"]?.bool ?? true, settings["handle_chinese_chars"]?.bool ?? true,
            settings["strip_accents"]?.bool ?? lowercase == lowercase
        else { throw Self.unknown("normalizer", settings) }
        guard preTokenizers.count == 1, preTokenizers[0]["type"]?.text == "BertPreTokenizer" else {
            throw Self.unsupported("its pre-tokenizer is not that of BERT")
        }
        guard model["continuing_subword_prefix"]?.text ?? "##" == "##",
            model["max_input_chars_per_word"]?.integer ?? 100 == 100
        else { throw Self.unsupported("its pieces inside words begin otherwise than with ##, or words are longer") }
        return try WordPieceTokenizer(
            vocabulary: ByteStringTable(try tokens()), special: try tokensOfRawText(),
            unknown: model["unk_token"]?.text ?? "[UNK]",
            lowercase: lowercase)
    }
}
