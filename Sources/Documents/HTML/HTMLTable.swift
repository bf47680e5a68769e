/// A table whose rows are being read.
struct HTMLTable {
    /// Whether the table only arranges parts of a page, so that its cells are paragraphs.
    var isLayout = false
    /// Whether a cell is open.
    var isInCell = false
    private var rows: [UInt8] = []
    private var row: [UInt8] = []
    private var cellCount = 0
    private var hasText = false
    private let firstLine: Int
    private var lastLine: Int

    init(firstLine: Int) {
        self.firstLine = firstLine
        lastLine = firstLine
    }

    /// Adds a cell to the open row.
    mutating func add(cell: String) {
        if cellCount > 0 { row.append(contentsOf: " | ".utf8) }
        for byte in cell.utf8 { row.append(byte == 0x0A ? 0x20 : byte) }
        cellCount += 1
        hasText = hasText || !cell.isEmpty
    }

    /// Ends the open row, which counts if one of its cells has text.
    mutating func endRow(line: Int) {
        if hasText, !isLayout {
            if !rows.isEmpty { rows.append(0x0A) }
            rows.append(contentsOf: row)
            lastLine = max(firstLine, line)
        }
        row.removeAll(keepingCapacity: true)
        cellCount = 0
        hasText = false
    }

    /// The rows as one piece, nil if there are none.
    var piece: HTMLPiece? {
        guard !rows.isEmpty, !isLayout else { return nil }
        return HTMLPiece(
            kind: .block(.table), text: String(decoding: rows, as: UTF8.self),
            location: Location(lines: firstLine...lastLine), isHidden: false)
    }
}
