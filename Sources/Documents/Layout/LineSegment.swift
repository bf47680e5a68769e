/// Words of one line without a wide gap between them: a cell of a table, or a line of prose.
struct LineSegment: Sendable {
    /// The index of the line.
    var line: Int
    var words: [LayoutWord]
    var box: PageBox
    /// The size of its text in points.
    var em: Float

    /// The gap that divides segments, in parts of the size of the font.
    static let gap: Float = 0.9

    /// The least words and width, in parts of the size of the font, of a line of prose.
    private static let prose = (words: 4, width: Float(8))

    init(line: Int, words: [LayoutWord]) {
        (self.line, self.words) = (line, words)
        box = words.lazy.map(\.box).union
        em = max(words.map(\.em).max() ?? 1, 1)
    }

    /// Whether it may be a line of a column of prose.
    var isProse: Bool { words.count >= Self.prose.words && box.width >= Self.prose.width * em }

    /// The parts of a line between wide gaps.
    static func segments(of line: LayoutLine, index: Int) -> [LineSegment] {
        var result: [LineSegment] = []
        var current: [LayoutWord] = []
        for word in line.words {
            if let last = current.last, word.box.distance(to: last.box) > gap * max(word.em, last.em) {
                result.append(LineSegment(line: index, words: current))
                current = []
            }
            current.append(word)
        }
        if !current.isEmpty { result.append(LineSegment(line: index, words: current)) }
        return result
    }
}
