/// A stand-in for a tokenizer: a token for each punctuation mark, each character of an unspaced script, and each four
/// bytes of other words. White space is nothing.
@Sendable func simpleTokenCount(_ text: String) -> Int {
    var tokens = 0
    var letters = 0
    for scalar in text.unicodeScalars {
        let isLetter = scalar.value < 0x2E80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        if isLetter {
            letters += 1
            continue
        }
        tokens += (letters + 3) / 4
        letters = 0
        if !scalar.properties.isWhitespace { tokens += 1 }
    }
    return tokens + (letters + 3) / 4
}
