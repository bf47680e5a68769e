/// Which script a text is mostly written in.
enum ScriptSurvey {
    /// The most characters that are looked at.
    private static let limit = 20_000

    /// Whether at least half of a text's letters are Latin; also where it has none. A Han, Kana or Hangul character weighs three
    /// letters, as it says about as much.
    static func isMostlyLatin(_ text: String) -> Bool {
        var latin = 0
        var other = 0
        for scalar in text.unicodeScalars.prefix(limit) {
            if isLatin(scalar) {
                latin += 1
            } else if isSyllabic(scalar) {
                other += 3
            } else if !scalar.isASCII, scalar.properties.isAlphabetic {
                other += 1
            }
        }
        return latin >= other
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF,
            0x2C60...0x2C7F,
            0xA722...0xA7FF, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
            true
        default: false
        }
    }

    private static func isSyllabic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFF66...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
