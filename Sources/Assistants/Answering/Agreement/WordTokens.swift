/// A text as words, Han characters and the marks that divide clauses.
enum WordTokens {
    enum Token: Equatable {
        /// A word or number in small letters.
        case word(String)
        /// A character of a script without spaces.
        case han(Character)
        /// The end of a clause.
        case boundary
    }

    static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        func end() {
            let bare = word.reversed().drop { "'.".contains($0) }.reversed().drop { $0 == "'" }
            if !bare.isEmpty { tokens.append(.word(String(bare))) }
            word = ""
        }
        let characters = Array(text.lowercased())
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            if isWide(character) {
                end()
                if character.isLetter || character.isNumber {
                    tokens.append(.han(character))
                } else if character.isPunctuation {
                    tokens.append(.boundary)
                }
            } else if character.isLetter || character.isNumber {
                word.append(character)
            } else if "'’".contains(character), !word.isEmpty {
                word.append("'")
            } else if ".,".contains(character), !word.isEmpty, next.isNumber || character == "." && next.isLetter {
                // Part of a number or of an abbreviation.
                if character == "." { word.append(".") }
            } else {
                end()
                if boundaries.contains(character) { tokens.append(.boundary) }
            }
        }
        end()
        return tokens
    }

    /// The Han character at a place; nil where something else stands there.
    static func han(_ tokens: [Token], at index: Int) -> Character? {
        guard tokens.indices.contains(index), case .han(let character) = tokens[index] else { return nil }
        return character
    }

    private static let boundaries = Set(".,;:!?()[]“”\"—–")

    private static func isWide(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
    }
}
