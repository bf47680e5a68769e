/// Puts the lines of a page and the tables among them into the order of reading.
struct PageArrangement {
    private let finder: TableFinder
    private var nextLine = 0
    /// The tables that begin in a line.
    private let tables: [Int: [Int]]
    private(set) var elements: [PageElement] = []

    init(_ finder: TableFinder) {
        self.finder = finder
        tables = Dictionary(grouping: finder.anchors.indices) { finder.anchors[$0] }
    }

    /// Adds the next block of lines; a table stands where its first cell does.
    mutating func append(_ block: [LayoutLine]) {
        var lines: [PageLine] = []
        for (offset, line) in finder.lines[nextLine..<nextLine + block.count].enumerated() {
            for table in tables[nextLine + offset] ?? [] {
                appendParagraphs(lines)
                lines = []
                elements.append(.table(finder.tables[table]))
            }
            lines += Self.lines(line.flatMap { $0.table == nil ? $0.words : [] })
        }
        nextLine += block.count
        appendParagraphs(lines)
    }

    private mutating func appendParagraphs(_ lines: [PageLine]) {
        for paragraph in ParagraphDivider.paragraphs(lines) { elements.append(.paragraph(paragraph)) }
    }

    /// One line, or two where a part of it is hidden.
    private static func lines(_ words: [LayoutWord]) -> [PageLine] {
        let hidden = words.filter(\.style.isHidden)
        guard !hidden.isEmpty else { return words.isEmpty ? [] : [PageLine(words)] }
        let shown = words.filter { !$0.style.isHidden }
        return [shown, hidden].filter { !$0.isEmpty }.map(PageLine.init)
    }
}
