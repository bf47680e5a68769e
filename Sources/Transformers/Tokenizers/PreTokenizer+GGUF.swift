extension PreTokenizer {
    /// A file that names no rule has a vocabulary of GPT-2's kind, and gets its rule. The rule called “default” is another one.
    ///
    /// The names are those of llama.cpp (github.com/ggml-org/llama.cpp, src/llama-vocab.cpp). The rules are those that the models
    /// were trained with: llama.cpp's own for “tekken” and “gpt-4o” take only ASCII letters for capitals and small ones.
    ///
    /// - Throws: `unsupported` for a rule that is not known.
    package init(name: String?, path: String) throws {
        switch name {
        case nil, "gpt-2", "gpt2", "phi-2", "mpt", "olmo", "jais", "trillion", "roberta-bpe", "jina-v1-en",
            "jina-v2-code", "jina-es", "jina-de", "jina-v2-es", "jina-v2-de", "gigachat", "a.x-4.0", "mellum",
            "modern-bert", "exaone4", "granite-docling":
            self = .gpt2
        case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b", "mellum2":
            self = .gpt2WithSingleDigits
        case "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano",
            "dbrx", "smaug-bpe", "glm4", "chatglm-bpe":
            self = .llama3
        case "qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "kormo", "f2llmv2", "hunyuan", "solar-open", "grok-2":
            self = .qwen2
        case "qwen35": self = .qwen35
        case "gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2", "granite-embed-multi-97m": self = .o200k
        case "tekken": self = .tekken
        case "deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4": self = .deepSeekV3
        case let name?:
            throw ModelFileError(
                .unsupported,
                "\(path) divides text by the rule “\(name)”, which is not known; “gpt-2”, “smollm”, “llama-bpe”, “qwen2”, "
                    + "“qwen35”, “gpt-4o”, “tekken” and “deepseek-v3” are")
        }
    }

    /// Whether a word that is a token of its own is not merged from its bytes, in GGUF files that name this rule.
    static func ignoresMerges(name: String?) -> Bool {
        [
            "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano",
            "tekken", "granite-embed-multi-97m",
        ].contains(name)
    }
}
