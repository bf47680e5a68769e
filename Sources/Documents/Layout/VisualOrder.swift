/// Brings lines with words that run from right to left, which poppler gives as they stand on the page, into the order of reading.
///
/// It does for a line what the bidirectional algorithm undoes for display: words of such a script, and the characters in
/// them, are reversed; numbers and words of other scripts among them are not.
enum VisualOrder {
    /// The words of a line from left to right, in the order of reading.
    static func logical(_ words: [LayoutWord]) -> [LayoutWord] {
        guard words.contains(where: { $0.text.unicodeScalars.contains(where: \.isRightToLeft) }) else { return words }
        let directions = words.map { direction($0.text) }
        let isReversed = directions.count { $0 == .reversed } >= directions.count { $0 == .forward }
        let turned = zip(words, directions).map { word, direction in
            guard direction == .reversed || (direction == .neutral && isReversed) else { return word }
            var word = word
            word.text = reversed(word.text)
            return word
        }
        // Runs of the other direction keep their order among the reversed words.
        var result: [LayoutWord] = []
        var run: [LayoutWord] = []
        let main = isReversed ? Direction.forward : .reversed
        for index in isReversed ? Array(words.indices.reversed()) : Array(words.indices) {
            if directions[index] == main {
                run.append(turned[index])
            } else {
                result += run.reversed()
                run = []
                result.append(turned[index])
            }
        }
        return result + run.reversed()
    }

    private enum Direction { case forward, reversed, neutral }

    private static func direction(_ text: String) -> Direction {
        var isForward = false
        for scalar in text.unicodeScalars {
            if scalar.isRightToLeft { return .reversed }
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { isForward = true }
        }
        return isForward ? .forward : .neutral
    }

    /// The characters in reversed order, but for those of words and numbers of other scripts; brackets are mirrored.
    private static func reversed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var run: [Character] = []
        for character in text.reversed() {
            if let first = character.unicodeScalars.first, !first.isRightToLeft,
                first.properties.isAlphabetic || first.properties.numericType != nil
            {
                run.append(character)
            } else {
                for kept in run.reversed() { result.append(contentsOf: kept.unicodeScalars) }
                run = []
                result.append(contentsOf: character.unicodeScalars.map(mirrored))
            }
        }
        for kept in run.reversed() { result.append(contentsOf: kept.unicodeScalars) }
        return String(result)
    }

    private static func mirrored(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "(": ")"
        case ")": "("
        case "[": "]"
        case "]": "["
        case "{": "}"
        case "}": "{"
        case "«": "»"
        case "»": "«"
        default: scalar
        }
    }
}

extension Unicode.Scalar {
    /// Whether the character is one of Hebrew, Arabic, Syriac, Thaana or N'Ko.
    var isRightToLeft: Bool {
        switch value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC: properties.isAlphabetic || value < 0x0660
        default: false
        }
    }
}
