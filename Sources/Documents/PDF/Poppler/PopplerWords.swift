/// What `pdftotext -tsv` prints: the words of pages with their places, in poppler's order of reading.
///
/// A row has twelve cells: its level (1 a page, 3 a flow of text, 4 a line, 5 a word), the numbers of page, flow, block, line and
/// word, the left and upper edge, width and height in points, a confidence, and the text.
struct PopplerWords {
    /// The height of a word's box, in parts of the size of its font; what most fonts have.
    private static let heightOfEm: Float = 1.1

    private(set) var pages: [LayoutPage] = []
    private let pageCount: Int
    /// The numbers of the row that is read.
    private var cells: [Float] = []
    private var line: [LayoutWord] = []
    private var lines: [LayoutLine] = []
    /// The flow and the block that words are added to.
    private var place: (flow: Float, block: Float) = (-1, -1)

    /// - Parameter pageCount: how many pages were asked for; a text may hold what looks like the row of another.
    init(_ table: [UInt8], pageCount: Int) {
        self.pageCount = pageCount
        var start = 0
        while start < table.count {
            let end = table[start...].firstIndex(of: 0x0A) ?? table.count
            read(table[start..<end])
            start = end + 1
        }
        endBlock()
        // A program that was stopped gives fewer pages.
        while pages.count < pageCount { pages.append(LayoutPage(width: 0, height: 0)) }
    }

    private mutating func read(_ row: ArraySlice<UInt8>) {
        cells.removeAll(keepingCapacity: true)
        var index = row.startIndex
        while cells.count < 11, let cell = Self.number(row, &index) { cells.append(cell) }
        guard cells.count == 11 else { return continueWord(row) }
        switch cells[0] {
        case 1 where pages.count < pageCount:
            endBlock()
            pages.append(LayoutPage(width: cells[8], height: cells[9]))
        case 4:
            endLine()
            if (cells[2], cells[3]) != place { endBlock() }
            place = (cells[2], cells[3])
        case 5:
            let box = PageBox(left: cells[6], top: cells[7], right: cells[6] + cells[8], bottom: cells[7] + cells[9])
            let size = min(box.height, max(box.width, box.height / 2)) / Self.heightOfEm
            append(LayoutWord(text: Self.text(row[index...]), box: box, style: TextStyle(size: size)))
        default: return
        }
    }

    /// A line end in a word divides its row.
    private mutating func continueWord(_ row: ArraySlice<UInt8>) {
        guard let last = line.last else { return }
        append(LayoutWord(text: Self.text(row), box: last.box, style: last.style))
    }

    private mutating func append(_ word: LayoutWord) {
        if word.text.utf8.contains(where: { !$0.isSpace }) { line.append(word) }
    }

    private mutating func endLine() {
        if !line.isEmpty { lines.append(LayoutLine(words: VisualOrder.logical(line))) }
        line = []
    }

    private mutating func endBlock() {
        endLine()
        if !lines.isEmpty, !pages.isEmpty { pages[pages.count - 1].blocks.append(lines) }
        lines = []
    }

    /// The number at `index`, which moves behind the tab that ends it; nil if there is no such cell. Large numbers are cut.
    private static func number(_ row: ArraySlice<UInt8>, _ index: inout Int) -> Float? {
        var next = index
        let isNegative = next < row.endIndex && row[next] == UInt8(ascii: "-")
        if isNegative { next += 1 }
        var value = 0.0
        var scale = 0.0
        while next < row.endIndex, row[next] != 0x09 {
            if row[next].isDigit {
                value = min(value * 10 + Double(row[next] &- 0x30), 1e12)
                scale *= 10
            } else if row[next] == UInt8(ascii: "."), scale == 0 {
                scale = 1
            } else {
                return nil
            }
            next += 1
        }
        guard next < row.endIndex, next > index else { return nil }
        index = next + 1
        let number = Float(min(scale > 1 ? value / scale : value, 10_000_000))
        return isNegative ? -number : number
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        return String(decoding: isPlain ? bytes : ArraySlice(bytes.filter { $0 >= 0x20 && $0 != 0x7F }), as: UTF8.self)
    }
}
