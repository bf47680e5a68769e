internal import Foundation

/// What full-text search makes of one Unicode scalar.
///
/// Case, width, ligatures and the diacritics of alphabets where people leave them out (Latin, Greek, Cyrillic, Arabic,
/// Hebrew) do not count; marks that carry vowels (Thai, Devanagari and others) do.
enum ScalarSpelling {
    /// Divides words.
    case separator
    /// Part of a word that spaces or punctuation end; the folded UTF-8 bytes, empty for what is dropped.
    case word([UInt8])
    /// A character of a script without spaces between words; the folded UTF-8 bytes.
    case unit([UInt8])
    /// The same of a script whose words dictionaries tell.
    case dictionaryUnit([UInt8])
    /// Belongs to the character before it.
    case mark([UInt8])
    /// An apostrophe.
    case apostrophe
    /// Must be composed with what stands before it (conjoining Hangul, Kana voicing marks).
    case decomposed

    /// The spelling of a scalar outside ASCII.
    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x2019, 0x02BC, 0xFF07: self = .apostrophe
        case 0x1100...0x11FF, 0x3099, 0x309A, 0xFF9E, 0xFF9F: self = .decomposed
        case 0x0300...0x036F, 0x0483...0x0487, 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x0640,
            0x06D6...0x06ED, 0x200B...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF, 0xAD:
            self = .word([])
        default: self.init(folding: scalar)
        }
    }

    private init(folding scalar: Unicode.Scalar) {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark(Array(String(scalar).utf8))
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            if Self.isInDictionaries(scalar.value) {
                self = .dictionaryUnit(Self.composed(scalar))
            } else {
                self = Self.isInPairs(scalar.value) ? .unit(Self.composed(scalar)) : .word(Self.folded(scalar))
            }
        default: self = .separator
        }
    }

    /// The scripts whose words are told by a dictionary: Thai and Lao, Burmese, Khmer, and more of Burmese.
    static let dictionaryRanges: [ClosedRange<UInt32>] = [
        0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0xA9E0...0xA9FF, 0xAA60...0xAA7F,
    ]

    private static func isInDictionaries(_ value: UInt32) -> Bool {
        value >= 0x0E00 && dictionaryRanges.contains { $0.contains(value) }
    }

    /// Whether words of the scalar's script are written without spaces (Han, Kana), or are found better by pairs of characters
    /// because endings are glued on (Hangul).
    private static func isInPairs(_ value: UInt32) -> Bool {
        switch value {
        case 0x3005...0x3007, 0x3040...0x30FF, 0x3130...0x318F, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x1AFF0...0x1B16F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Whether the scalar is a Han character.
    static func isHan(_ value: UInt32) -> Bool {
        switch value {
        case 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    private static func composed(_ scalar: Unicode.Scalar) -> [UInt8] {
        Array(String(scalar).precomposedStringWithCompatibilityMapping.utf8)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> [UInt8] {
        if let plain = withoutDecomposition[scalar.properties.lowercaseMapping] { return Array(plain.utf8) }
        var bytes: [UInt8] = []
        for part in String(scalar).decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            switch part.value {
            case 0x0300...0x036F, 0x0653...0x0655, 0x20: continue
            case 0x2044: bytes.append(contentsOf: ".".utf8)
            default: bytes.append(contentsOf: String(part).utf8)
            }
        }
        return bytes
    }

    /// Letters that Unicode does not decompose although people type them so, and one that it does but that is a letter of its own, with
    /// which Russian endings are written.
    private static let withoutDecomposition = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i",
        "ς": "σ", "й": "й",
    ]
}
