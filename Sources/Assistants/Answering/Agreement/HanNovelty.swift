/// What of a Chinese statement stands nowhere in a text. Chinese shows no names; what is new, and is no word of grammar, may be one.
enum HanNovelty {
    /// Characters of which a new run has at least as many to be taken for a name, and where the statement begins with it: mostly its subject
    /// stands there.
    private static let shortest = (anywhere: 3, atStart: 2)

    /// Runs of Han characters of a statement of which no two neighbours stand together in the text.
    static func unknown(in statement: String, given text: String) -> [String] {
        let characters = Array(statement)
        guard characters.contains(where: isHan) else { return [] }
        let known = pairs(of: text)
        var isKnown = characters.map { !isHan($0) || grammar.contains($0) }
        for index in characters.indices.dropLast() where known.contains([characters[index], characters[index + 1]]) {
            isKnown[index] = true
            isKnown[index + 1] = true
        }
        var unknown: [String] = []
        var index = 0
        while index < characters.count {
            let end = characters[index...].indices.first { isKnown[$0] } ?? characters.count
            if end - index >= (index == 0 ? shortest.atStart : shortest.anywhere) {
                unknown.append(String(characters[index..<end]))
            }
            index = max(end, index) + 1
        }
        return unknown
    }

    private static func pairs(of text: String) -> Set<[Character]> {
        let characters = Array(text)
        return Set(zip(characters, characters.dropFirst()).filter { isHan($0) || isHan($1) }.map { [$0, $1] })
    }

    private static func isHan(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { (0x3400...0x9FFF).contains($0.value) } ?? false
    }

    /// Characters that stand mostly for grammar, or in words for what something is; denials are compared elsewhere.
    private static let grammar = Set("的是了在被由为和与又叫有于从到还可以等及之其该这那个名也都就并而或所把将对向因此者已曾其他她它不没未无非")
}
