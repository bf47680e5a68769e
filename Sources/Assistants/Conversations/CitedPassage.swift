public import Documents

/// The place of a source of an answer: the passage with what stands around it, and which of its words were quoted.
public struct CitedPassage: Sendable, Hashable {
    /// A line of the passage.
    public struct Line: Sendable, Hashable {
        /// Its number in the document; nil where lines are not what the document counts.
        public var number: Int?
        /// The line as it stands in the document.
        public var text: String
        /// UTF-8 offsets of the quoted words in it; nil where none are.
        public var marked: Range<Int>?
    }

    /// The source's number in the answer.
    public var number: Int
    /// The document's name in the profile.
    public var document: String
    /// Where the quoted words stand, or the whole passage where none were quoted.
    public var location: Location
    /// The headings above them, outermost first.
    public var headings: [String]
    /// The quoted words; nil where the passage was only shown to the engine.
    public var quote: String?
    /// The statement that they support.
    public var sentence: String?
    /// The lines.
    public var lines: [Line]
}

/// Finds quoted words in lines.
enum QuoteFinder {
    /// The lines with the quoted words marked. Letters and digits alone are compared: marks, line ends and the lines of tables are not the same
    /// in a document and in what was read of it.
    static func mark(_ quote: String, in lines: [CitedPassage.Line]) -> [CitedPassage.Line] {
        var characters: [Character] = []
        var places: [(line: Int, range: Range<Int>)] = []
        for (line, text) in lines.map(\.text).enumerated() {
            var offset = 0
            for character in text {
                let length = character.utf8.count
                if isCompared(character) {
                    characters.append(character)
                    places.append((line, offset..<offset + length))
                }
                offset += length
            }
        }
        let wanted = quote.filter(isCompared).map { $0 }
        guard let start = start(of: wanted, in: characters) else { return lines }
        var marked = lines
        for (line, range) in places[start..<start + wanted.count] {
            let former = marked[line].marked ?? range
            marked[line].marked = former.lowerBound..<range.upperBound
        }
        for line in marked.indices {
            guard let range = marked[line].marked else { continue }
            marked[line].marked = range.lowerBound..<behindMarks(range.upperBound, marked[line].text)
        }
        return marked
    }

    private static func isCompared(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private static func start(of wanted: [Character], in characters: [Character]) -> Int? {
        guard !wanted.isEmpty, wanted.count <= characters.count else { return nil }
        return (0...(characters.count - wanted.count)).first { start in
            characters[start] == wanted[0] && characters[start..<start + wanted.count].elementsEqual(wanted)
        }
    }

    /// Behind the full stop or bracket that ends a quote.
    private static func behindMarks(_ end: Int, _ text: String) -> Int {
        let rest = text.utf8.dropFirst(end)
        let marks = String(decoding: rest, as: UTF8.self).prefix { ".!?。！？)）”’%".contains($0) }
        return end + marks.utf8.count
    }
}
