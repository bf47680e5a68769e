/// The rows of one table, which become blocks of some dozens of rows; each begins with the table's header row.
///
/// Rows come one after the other and hold only the cells that have text, so that neither a long nor a wide table needs
/// much memory. Columns without any text in a block are left out of it.
struct TableBlocks {
    /// A row: its cells that have text, from left to right, and where it stands.
    struct Row {
        var cells: [(column: Int, text: String)]
        var location: Location

        /// The bytes of its line, about.
        var size: Int { cells.reduce(0) { $0 + $1.text.utf8.count + 3 } }
    }

    /// The most rows and bytes of a block, the header row not counted.
    private static let limit = (rows: 40, bytes: 8_192)
    /// The bytes up to which a header row is repeated.
    private static let headerBytes = 2_048

    private let isHidden: Bool
    private var header: Row?
    private var rows: [Row] = []
    private var bytes = 0
    /// Whether the header is not yet in a block of its own table.
    private var isFirst = true

    /// A table.
    ///
    /// - Parameter header: a row from above, which each block begins with.
    init(isHidden: Bool = false, header: Row? = nil) {
        self.isHidden = isHidden
        if let header, header.size <= Self.headerBytes {
            self.header = header
            isFirst = false
        }
    }

    /// The header row, if it is to be repeated.
    var repeatedHeader: Row? { header }

    /// Adds a row; one without cells is left out.
    mutating func append(_ row: Row, isHeader: Bool = false, to writer: inout BlockWriter) throws {
        guard !row.cells.isEmpty else { return }
        if isHeader, header == nil, rows.isEmpty, row.size <= Self.headerBytes { header = row }
        if rows.count >= Self.limit.rows || (!rows.isEmpty && bytes + row.size > Self.limit.bytes) {
            try flush(to: &writer)
        }
        rows.append(row)
        bytes += row.size
    }

    /// Adds the rows that are left.
    mutating func flush(to writer: inout BlockWriter) throws {
        guard !rows.isEmpty else { return }
        let location = Location.covering(rows.map(\.location))
        let shown = (isFirst ? [] : [header].compactMap(\.self)) + rows
        try writer.append(.table, Self.text(of: shown), at: location, isHidden: isHidden)
        rows.removeAll(keepingCapacity: true)
        bytes = 0
        isFirst = false
    }

    private static func text(of rows: [Row]) -> String {
        let columns = Set(rows.flatMap { $0.cells.map(\.column) }).sorted()
        var lines: [String] = []
        for row in rows {
            var line = ""
            var next = 0
            for column in columns {
                guard next < row.cells.count else { break }
                if column != columns[0] { line += " | " }
                if row.cells[next].column == column {
                    line += row.cells[next].text.onOneLine
                    next += 1
                }
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
