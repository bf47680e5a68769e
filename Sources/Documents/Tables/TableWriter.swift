/// Lays rows of cells out as blocks: one row a line, cells divided by ` | `, and the header as the first line of each block.
///
/// A block has some dozens of rows, so that hardly any chunk is cut away from its header.
struct TableWriter {
    /// The most rows of a block, the header not counted.
    static let rowsPerBlock = 40
    /// The bytes after which a block ends.
    private static let bytesPerBlock = 6_144
    /// A header of more bytes is not repeated.
    private static let headerBytes = 2_048

    private var header: String?
    private var text: [UInt8] = []
    private var rowCount = 0
    private var place = Location()

    /// A row as one line: cells without white space at their ends, and with spaces for line ends.
    static func line(_ cells: some Sequence<String>) -> String {
        var line: [UInt8] = []
        var isFirst = true
        for cell in cells {
            if !isFirst { line.append(contentsOf: " | ".utf8) }
            isFirst = false
            append(cell, to: &line)
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static func append(_ cell: String, to line: inout [UInt8]) {
        let start = line.count
        for byte in cell.utf8 {
            if byte.isSpace {
                if line.count > start, line.last != 0x20 { line.append(0x20) }
            } else {
                line.append(byte)
            }
        }
        if line.count > start, line.last == 0x20 { line.removeLast() }
    }

    /// Sets the row that names the columns; to be called before the first row.
    mutating func setHeader(_ cells: [String], at location: Location) {
        let line = Self.line(cells)
        add(line, at: location)
        rowCount = 0
        if line.utf8.count <= Self.headerBytes { header = line }
    }

    /// Adds a row, unless its cells are all empty; a full block goes to the collector.
    mutating func append(
        _ cells: some Sequence<String>, at location: Location, to collector: inout BlockCollector
    ) throws {
        guard cells.contains(where: { $0.utf8.contains { !$0.isSpace } }) else { return }
        if rowCount >= Self.rowsPerBlock || text.count >= Self.bytesPerBlock { try flush(to: &collector) }
        add(Self.line(cells), at: location)
        rowCount += 1
    }

    /// Ends the table.
    mutating func finish(to collector: inout BlockCollector) throws {
        try flush(to: &collector)
        header = nil
    }

    private mutating func add(_ line: String, at location: Location) {
        if text.isEmpty {
            if let header {
                text.append(contentsOf: header.utf8)
                text.append(0x0A)
            }
            place = location
        } else {
            text.append(0x0A)
            place = Location.covering([place, location])
        }
        text.append(contentsOf: line.utf8)
    }

    private mutating func flush(to collector: inout BlockCollector) throws {
        guard !text.isEmpty else { return }
        try collector.append(.table, String(decoding: text, as: UTF8.self), at: place)
        text.removeAll(keepingCapacity: true)
        rowCount = 0
    }
}
