/// Finds where text without spaces may be cut: between characters of scripts that write without spaces, where such a
/// script meets another, and after the separators of addresses and identifiers.
enum ScriptSeams {
    /// The most characters of a piece of a script without spaces.
    private static let longestRun = 8

    /// The pieces of a text that has no white space in it, in order; together they are the text.
    ///
    /// - Returns: ranges of UTF-8 offsets.
    static func ranges(in text: String) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        var offset = 0
        var length = 0  // characters since `start`
        var before: Kind?
        for character in text {
            let kind = Kind(character)
            let isSeam =
                switch (before, kind) {
                case (nil, _), (_, .closing): false
                case (.separator, _): kind != .separator
                case (.unspaced, .unspaced), (.closing, .unspaced): length >= longestRun
                case (.unspaced, _), (_, .unspaced): true
                default: false
                }
            if isSeam {
                ranges.append(start..<offset)
                start = offset
                length = 0
            }
            offset += character.utf8.count
            length += 1
            before = kind == .closing && before == .unspaced ? .unspaced : kind
        }
        if offset > start { ranges.append(start..<offset) }
        return ranges
    }

    private enum Kind {
        /// A letter of a script that writes without spaces.
        case unspaced
        /// A mark that must not begin a line.
        case closing
        /// Divides the parts of an address or identifier.
        case separator
        case other

        init(_ character: Character) {
            guard let scalar = character.unicodeScalars.first else {
                self = .other
                return
            }
            if scalar.isASCII {
                self = "/-_,;|&=?#".unicodeScalars.contains(scalar) ? .separator : .other
                return
            }
            switch scalar.value {
            case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007, 0x3041...0x309F,
                0x30A1...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
                0x20000...0x3FFFF:
                self = .unspaced
            default:
                switch scalar.properties.generalCategory {
                case .closePunctuation, .finalPunctuation, .otherPunctuation: self = .closing
                default: self = .other
                }
            }
        }
    }
}
