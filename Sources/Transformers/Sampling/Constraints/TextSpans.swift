/// The runs of whole words of a text.
enum TextSpans {
    /// Leads from one node to another by each run of whole words.
    static func append(
        _ text: String, between start: NetworkBuilder.Node, and end: NetworkBuilder.Node,
        in builder: inout NetworkBuilder
    ) throws(ConstraintError) {
        let characters = Array(text)
        var last = try builder.node()
        for (index, character) in characters.enumerated() {
            let isWord = !character.isWhitespace
            for (place, byte) in character.utf8.enumerated() {
                let next = try builder.node()
                builder.connect(last, byte...byte, to: next)
                if place == 0, isWord, isBorder(index, in: characters) { builder.connect(start, byte...byte, to: next) }
                last = next
            }
            if isWord, isBorder(index + 1, in: characters) { builder.connect(last, to: end) }
        }
    }

    /// Whether a word may begin or end before the character at `index`: not between two letters or digits of a script that divides
    /// its words, and not at a sign that joins them, as in 18.5 and don't (after Unicode Standard Annex 29).
    private static func isBorder(_ index: Int, in characters: [Character]) -> Bool {
        func isWord(_ index: Int) -> Bool {
            characters.indices.contains(index) && isPartOfDividedWord(characters[index])
        }
        func joins(_ index: Int) -> Bool {
            characters.indices.contains(index) && ".,:'’_".contains(characters[index]) && isWord(index - 1)
                && isWord(index + 1)
        }
        return !(isWord(index - 1) && isWord(index)) && !joins(index - 1) && !joins(index)
    }

    private static func isPartOfDividedWord(_ character: Character) -> Bool {
        guard character.isLetter || character.isNumber, let scalar = character.unicodeScalars.first else {
            return false
        }
        switch scalar.value {
        // Scripts whose words are not divided: Thai, Lao, Myanmar, Khmer, kana, Han.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            return false
        default: return true
        }
    }
}
