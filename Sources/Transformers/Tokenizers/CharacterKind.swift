/// What the words of byte-level byte-pair encoding are made of.
enum CharacterKind {
    /// Unicode's general category L; with marks, the category M too.
    case letter
    /// Unicode's general category N.
    case number
    /// A carriage return or a line feed.
    case newline
    /// Other white space.
    case space
    /// Everything else.
    case other
    /// Control and format characters and what is not assigned, where a rule sets them apart from punctuation and symbols.
    case control
    /// There is no more text.
    case end

    /// The kind of a character of Unicode 16, which is what Hugging Face's tokenizers know: ids must equal theirs.
    init(_ scalar: Unicode.Scalar, rule: WordRule) {
        switch scalar.value {
        case 0..<0x80: self.init(ascii: UInt8(truncatingIfNeeded: scalar.value), rule: rule)
        // Large blocks without exceptions, for speed: Latin, Greek and Cyrillic letters, hiragana, Han, Hangul.
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2C1, 0x3A3...0x3F5, 0x400...0x481, 0x3041...0x3096, 0x30A1...0x30FA,
            0x4E00...0x9FFF, 0xAC00...0xD7A3:
            self = .letter
        default:
            let isKnown = scalar.isKnownToReferences
            let unknown = rule.setsControlsApart ? CharacterKind.control : .other
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
                self = isKnown ? .letter : unknown
            case .nonspacingMark, .spacingMark, .enclosingMark:
                self = !isKnown ? unknown : rule.marksAreLetters ? .letter : .other
            case .decimalNumber, .letterNumber, .otherNumber:
                self = isKnown || rule.knowsNewNumbers ? .number : unknown
            case .control, .format, .privateUse, .unassigned, .surrogate:
                self = scalar.properties.isWhitespace ? .space : unknown
            default: self = scalar.properties.isWhitespace ? .space : isKnown ? .other : unknown
            }
        }
    }

    init(ascii byte: UInt8, rule: WordRule) {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: self = .letter
        case 0x30...0x39: self = .number
        case 0x0A, 0x0D: self = .newline
        case 0x09, 0x0B, 0x0C, 0x20: self = .space
        case 0..<0x20, 0x7F: self = rule.setsControlsApart ? .control : .other
        default: self = .other
        }
    }

    /// Whether it is white space of either kind.
    var isSpace: Bool { self == .space || self == .newline }
}

extension Unicode.Scalar {
    /// Whether Unicode 16 has it, as Hugging Face's tokenizers know it.
    var isKnownToReferences: Bool { properties.age.map { $0.major <= 16 } ?? false }
}
