/// Where in a word of capitals and small letters a character may stand.
enum LetterCase {
    /// Among the capitals, which come first: Unicode's general categories Lu and Lt.
    case capital
    /// Among the small letters behind them: the category Ll.
    case small
    /// In both places: other letters and marks.
    case either
    /// In no word: everything else.
    case none

    /// The case of a character of Unicode 16, which is what Hugging Face's tokenizers know.
    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x61...0x7A: self = .small
        case 0x41...0x5A: self = .capital
        case 0..<0x80: self = .none
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: self = .either
        default:
            guard scalar.isKnownToReferences else {
                self = .none
                return
            }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .titlecaseLetter: self = .capital
            case .lowercaseLetter: self = .small
            case .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .enclosingMark: self = .either
            default: self = .none
            }
        }
    }
}
