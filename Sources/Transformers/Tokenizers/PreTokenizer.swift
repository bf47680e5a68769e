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
    /// Qwen2's rule with marks among the letters (Qwen3.5).
    case qwen35
    /// The rule of o200k (gpt-oss, Llama 4, Phi-4-mini): words end where small letters do, and contractions belong to them.
    case o200k
    /// The same without contractions, and with every digit alone (Mistral since Nemo).
    case tekken
    /// DeepSeek V3's rule: three digits together, kana and Han apart from other letters, and a sign with Latin letters behind it.
    case deepSeekV3

    /// Calls `body` with the UTF-8 bytes of each word, in order; together they are all bytes, which have to be UTF-8.
    package func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let scanner = WordScanner(bytes: bytes, rule: rule)
        var place = 0
        while place < bytes.count {
            let end =
                switch self {
                case .gpt2, .gpt2WithSingleDigits: scanner.wordEndOfGPT2(from: place)
                case .llama3: scanner.wordEndOfLlama3(from: place, digits: 3)
                case .qwen2, .qwen35: scanner.wordEndOfLlama3(from: place, digits: 1)
                case .o200k: scanner.wordEndOfCased(from: place, digits: 3, takesContractions: true)
                case .tekken: scanner.wordEndOfCased(from: place, digits: 1, takesContractions: false)
                case .deepSeekV3: scanner.wordEndOfDeepSeek(from: place)
                }
            body(UnsafeBufferPointer(rebasing: bytes[place..<end]))
            place = end
        }
    }

    private var rule: WordRule {
        switch self {
        case .gpt2, .llama3, .qwen2, .o200k, .tekken: WordRule()
        case .gpt2WithSingleDigits: WordRule(numbersStandAlone: true, knowsNewNumbers: true)
        case .qwen35: WordRule(marksAreLetters: true)
        case .deepSeekV3:
            WordRule(
                numbersStandAlone: true, marksAreLetters: true, kanaAndHanStandAlone: true, setsControlsApart: true)
        }
    }
}
