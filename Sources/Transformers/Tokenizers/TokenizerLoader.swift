public import Foundation

/// Makes the tokenizer of a model from the model's own files, which are untrusted.
///
///     let tokenizer = try TokenizerLoader.tokenizer(contentsOf: folder.appending(path: "tokenizer.json"))
///     tokenizer.encode("a text", recognizingSpecialTokens: false)
public enum TokenizerLoader {
    /// The tokenizer in the metadata of a GGUF file: of the kind `gpt2`, `llama`, `bert` or `t5`.
    ///
    /// - Throws: a ``ModelFileError``: `unsupported` for a kind that is not known, `damaged` where a part is missing or wrong.
    public static func tokenizer(of file: GGUFFile) throws -> any Tokenizer { try tokenizer(of: file, keptAt: nil) }

    /// - Parameter url: where what takes long to work out is kept; nil for nowhere.
    static func tokenizer(of file: GGUFFile, keptAt url: URL?) throws -> any Tokenizer {
        try naming(file.path) { try GGUFTokenizer(file, keptAt: url).tokenizer() }
    }

    /// The tokenizer of a Hugging Face `tokenizer.json`: byte-level byte pairs, SentencePiece's byte pairs and unigrams, and
    /// WordPiece, each with its added tokens.
    ///
    /// Tokens that a post-processor puts around a text are not added; the model does that.
    ///
    /// - Throws: a ``ModelFileError``: `unreadable`, `notAModel`, `damaged`, or `unsupported` with the step that is not known.
    public static func tokenizer(contentsOf url: URL) throws -> any Tokenizer {
        try tokenizer(contentsOf: url, keptAt: nil)
    }

    /// - Parameter kept: where what takes long to work out is kept; nil for nowhere.
    static func tokenizer(contentsOf url: URL, keptAt kept: URL?) throws -> any Tokenizer {
        try naming(url.path) { try tokenizer(of: TokenizerJSON(contentsOf: url), keptAt: kept) }
    }

    /// The same, and whether that file's own program puts a token before every text.
    ///
    /// - Throws: as ``tokenizer(contentsOf:)``.
    static func tokenizerOfModel(contentsOf url: URL) throws -> (any Tokenizer, addsBeginningOfText: Bool) {
        try naming(url.path) {
            let file = try TokenizerJSON(contentsOf: url)
            return (try tokenizer(of: file, keptAt: nil), file.addsBeginningOfText)
        }
    }

    private static func tokenizer(of file: TokenizerJSON, keptAt url: URL?) throws -> any Tokenizer {
        switch file.model["type"]?.text ?? (file.model["merges"] != nil ? "BPE" : "none") {
        case "BPE": return try file.bytePair()
        case "WordPiece": return try file.wordPiece()
        case "Unigram": return try file.unigram(keptAt: url)
        case let kind: throw TokenizerJSON.unsupported("its model is of the kind “\(kind)”")
        }
    }

    /// Puts the path before what went wrong.
    private static func naming<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ModelFileError where !error.message.hasPrefix(path) {
            throw ModelFileError(error.code, "\(path): \(error.message)")
        }
    }
}
