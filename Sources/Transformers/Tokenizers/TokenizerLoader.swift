/// Makes the tokenizer of a model from the model's own files, which are untrusted.
public enum TokenizerLoader {
    /// The tokenizer in the metadata of a GGUF file.
    ///
    /// - Throws: `unsupported` for a kind that is not known, `damaged` where a part of it is missing or wrong.
    public static func tokenizer(of file: GGUFFile) throws -> any Tokenizer {
        do {
            return try GGUFTokenizer(file).tokenizer()
        } catch let error as ModelFileError where !error.message.hasPrefix(file.path) {
            throw ModelFileError(error.code, "\(file.path): \(error.message)")
        }
    }
}
