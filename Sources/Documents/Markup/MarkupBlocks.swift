/// A line of a markup text, with its number in the file. Lines of a nested part have lost their indentation.
struct MarkupLine {
    var text: Substring
    var number: Int

    /// Spaces at its start; a tab counts as eight.
    var indent: Int {
        var count = 0
        for byte in text.utf8 {
            if byte == 0x20 { count += 1 } else if byte == 0x09 { count += 8 } else { break }
        }
        return count
    }

    var trimmed: Substring { text.trimmingSpaces() }
    var isBlank: Bool { text.utf8.allSatisfy(\.isSpace) }

    /// The line without up to `count` spaces at its start.
    func dedented(_ count: Int) -> MarkupLine {
        let spaces = text.utf8.prefix(count).prefix { $0 == 0x20 || $0 == 0x09 }
        return MarkupLine(text: text[spaces.endIndex...], number: number)
    }

    /// The lines of a text.
    static func lines(of text: SourceText) -> [MarkupLine] {
        var result: [MarkupLine] = []
        var cursor = LineCursor()
        while let range = cursor.next(in: text.bytes) {
            result.append(MarkupLine(text: text.string(range)[...], number: cursor.number))
        }
        return result
    }
}

/// Takes the blocks of a markup text as its parser finds them.
struct MarkupBlocks {
    var collector = BlockCollector()
    var title: String?
    /// Makes readable text of the markup inside a paragraph.
    private let inline: (String) -> String
    private let cancellation: Cancellation
    private var open: [Substring] = []
    private var kind = Block.Kind.paragraph
    private var place = 1...1
    /// What stands before the text of the next paragraph that opens: the number of a list item.
    private var marker: String?
    private var isItemPending = false

    init(cancellation: Cancellation, inline: @escaping (String) -> String) {
        self.cancellation = cancellation
        self.inline = inline
    }

    var hasOpenParagraph: Bool { !open.isEmpty }

    func checkCancellation() throws { try cancellation.check() }

    /// Adds a line to the open paragraph.
    mutating func add(_ line: MarkupLine) {
        if open.isEmpty {
            kind = isItemPending ? .listItem : .paragraph
            isItemPending = false
            place = line.number...line.number
        }
        open.append(line.trimmed)
        place = place.lowerBound...max(place.lowerBound, line.number)
    }

    /// Says that the open paragraph goes on to a line without text of its own.
    mutating func extend(to line: Int) {
        place = place.lowerBound...max(place.upperBound, line)
    }

    /// Makes the next paragraph a list item.
    ///
    /// - Parameter number: its number, nil for a bullet.
    mutating func beginItem(number: String? = nil) throws {
        try endParagraph()
        isItemPending = true
        marker = number
    }

    /// Takes back that the next paragraph is an item, if none came.
    mutating func endItem() throws {
        try endParagraph()
        isItemPending = false
        marker = nil
    }

    mutating func endParagraph() throws {
        guard !open.isEmpty else { return }
        let prefix = marker.map { "\($0) " } ?? ""
        marker = nil
        let text = prefix + inline(open.joined(separator: "\n"))
        open.removeAll(keepingCapacity: true)
        try collector.append(kind, text, at: Location(lines: place))
    }

    mutating func heading(_ text: some StringProtocol, level: Int, lines: ClosedRange<Int>) throws {
        try endItem()
        try collector.appendHeading(inline(String(text)), level: level, at: Location(lines: lines))
    }

    /// Adds text as it is written.
    mutating func code(_ lines: [MarkupLine]) throws {
        try endParagraph()
        let first = lines.firstIndex { !$0.isBlank } ?? lines.count
        let last = lines.lastIndex { !$0.isBlank } ?? -1
        guard first <= last else { return }
        let indent = lines[first...last].filter { !$0.isBlank }.map(\.indent).min() ?? 0
        let text = lines[first...last].map { $0.dedented(indent).text }.joined(separator: "\n")
        try collector.append(.code, text, at: Location(lines: lines[first].number...lines[last].number))
    }

    /// Adds a text of its own, such as a caption.
    mutating func paragraph(_ text: some StringProtocol, lines: ClosedRange<Int>, isHidden: Bool = false) throws {
        try endParagraph()
        let text = isHidden ? String(text) : inline(String(text))
        try collector.append(.paragraph, text, at: Location(lines: lines), isHidden: isHidden)
    }

    /// Adds a comment, which no reader of the text sees.
    mutating func comment(_ texts: [Substring], lines: ClosedRange<Int>) throws {
        try paragraph(texts.joined(separator: "\n").trimmingLineEnds, lines: lines, isHidden: true)
    }

    mutating func table(_ rows: [(cells: [String], lines: ClosedRange<Int>)], hasHeader: Bool) throws {
        try endParagraph()
        var writer = TableWriter()
        for (index, row) in rows.enumerated() {
            let cells = row.cells.map(inline)
            let place = Location(lines: row.lines)
            if index == 0, hasHeader, rows.count > 1 {
                writer.setHeader(cells, at: place)
            } else {
                try writer.append(cells, at: place, to: &collector)
            }
        }
        try writer.finish(to: &collector)
    }
}
