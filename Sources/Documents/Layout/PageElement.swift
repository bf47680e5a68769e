/// A line of a page after its words have been joined.
struct PageLine: Sendable {
    var text: String
    var box: PageBox
    /// That of most of its characters; it is bold where all of its words are.
    var style: TextStyle

    init(_ words: [LayoutWord]) {
        text = String(SpacedOut.joined(LineText.text(of: words)[...]))
        box = words.lazy.map(\.box).union
        style = words.first?.style ?? TextStyle()
        var sizes: [(size: Float, count: Int)] = []
        var monospaced = 0
        var count = 0
        for word in words {
            let characters = word.text.utf8.count
            count += characters
            if word.style.isMonospaced { monospaced += characters }
            if let index = sizes.firstIndex(where: { $0.size == word.style.size }) {
                sizes[index].count += characters
            } else if sizes.count < 16 {
                sizes.append((word.style.size, characters))
            }
        }
        style.size = sizes.max { $0.count < $1.count }?.size ?? 0
        style.isBold = words.allSatisfy { $0.style.isBold || !$0.text.utf8.contains(where: \.isLetter) }
        style.isBold = style.isBold && words.contains(where: \.style.isBold)
        style.isMonospaced = monospaced * 10 >= count * 9
    }
}

/// A table with its cells as text.
struct PageTable: Sendable {
    /// Rows of as many cells as there are columns.
    var rows: [[String]]
    /// Whether the first row names the columns.
    var hasHeader: Bool
    /// The size of most of its text in points; 0 where it is not known.
    var size: Float
    /// The middles of the spaces between its columns, from left to right, in points.
    var gaps: [Float]

    /// A table of rows with as many cells as there are columns.
    init(_ rows: [[TableCell]], gaps: [Float]) {
        let words = rows.flatMap { $0.flatMap(\.words) }
        let isReversed = words.count { $0.text.unicodeScalars.contains(where: \.isRightToLeft) } * 2 > words.count
        let texts = rows.map { row in (isReversed ? row.reversed() : row).map(\.text) }
        let isBold = rows.first.map { $0.allSatisfy(\.isBold) } ?? false
        let hasOtherBold = rows.dropFirst().contains { $0.allSatisfy(\.isBold) }
        self.rows = texts
        hasHeader = (isBold && !hasOtherBold) || HeaderGuess.index(in: texts) == 0
        size = rows.first?.lazy.flatMap(\.words).first?.style.size ?? 0
        self.gaps = gaps
    }
}

/// A piece of a page in the order of reading.
enum PageElement: Sendable {
    /// Lines that belong together.
    case paragraph([PageLine])
    case table(PageTable)
}

extension PageElement {
    /// Whether nobody sees it.
    var isHidden: Bool { if case .paragraph(let lines) = self { lines.allSatisfy(\.style.isHidden) } else { false } }
}
