/// How text is divided into words before byte pairs are merged: a GGUF file's `tokenizer.ggml.pre`, or the pattern of a
/// `tokenizer.json`.
package enum PreTokenizer: Sendable {
    /// GPT-2's rule: contractions, letters, numbers and other characters, each with a space before it; runs of white space.
    case gpt2
    /// The same with every digit alone (SmolLM and others).
    case gpt2WithSingleDigits
    /// Llama 3's rule: any one character before letters, at most three digits together, line ends with what is before them.
    case llama3
    /// Llama 3's rule with every digit alone (Qwen2, Qwen2.5 and Qwen3).
    case qwen2

    /// A file that names no rule has a vocabulary of GPT-2's kind, and gets its rule. The rule called “default” is another one.
    ///
    /// - Throws: `unsupported` for a rule that is not known.
    package init(name: String?, path: String) throws {
        switch name {
        case nil, "gpt-2", "gpt2", "phi-2", "mpt", "olmo", "jais", "trillion", "roberta-bpe": self = .gpt2
        case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b":
            self = .gpt2WithSingleDigits
        case "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "dbrx",
            "smaug-bpe":
            self = .llama3
        case "qwen2", "deepseek-r1-qwen", "stablelm2", "megrez": self = .qwen2
        case let name?:
            throw ModelFileError(
                .unsupported,
                "\(path) divides text by the rule “\(name)”, which is not known; “gpt-2”, “smollm”, “llama-bpe” and “qwen2” are"
            )
        }
    }

    /// Whether a word that is a token of its own is not merged from its bytes, in GGUF files that name this rule.
    static func ignoresMerges(name: String?) -> Bool {
        ["llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"].contains(name)
    }

    /// Calls `body` with the UTF-8 bytes of each word, in order; together they are all bytes, which have to be UTF-8.
    package func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let scanner = WordScanner(bytes: bytes, digitsStandAlone: self == .gpt2WithSingleDigits)
        var place = 0
        while place < bytes.count {
            let end =
                switch self {
                case .gpt2, .gpt2WithSingleDigits: scanner.wordEndOfGPT2(from: place)
                case .llama3: scanner.wordEndOfLlama3(from: place, digits: 3)
                case .qwen2: scanner.wordEndOfLlama3(from: place, digits: 1)
                }
            body(UnsafeBufferPointer(rebasing: bytes[place..<end]))
            place = end
        }
    }
}
