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

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
