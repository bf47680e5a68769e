/// How many tokens a text may come to for a model whose tokenizer is unknown.
enum TokenEstimate {
    /// The marks that a chat template puts around a message.
    static let tokensPerMessage = 8

    /// An upper estimate for a prompt.
    static func upperBound(of messages: [ChatMessage]) -> Int {
        messages.reduce(tokensPerMessage) { $0 + tokensPerMessage + upperBound(of: $1.content) }
    }

    /// An upper estimate for a text.
    ///
    /// Lower-case words cost a token for every three letters (English needs one for about four), everything in which byte-pair
    /// encodings find little to merge costs a token a byte: digits, signs, capitals, long runs without a space, and all that is
    /// not ASCII.
    static func upperBound(of text: String) -> Int {
        var tokens = 0
        var run = 0
        func cost(ofRun length: Int) -> Int { length > 16 ? length : (length + 2) / 3 }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): run += 1
            case UInt8(ascii: " "):
                tokens += cost(ofRun: run) + (run == 0 ? 1 : 0)
                run = 0
            default:
                tokens += cost(ofRun: run) + 1
                run = 0
            }
        }
        return tokens + cost(ofRun: run)
    }
}
