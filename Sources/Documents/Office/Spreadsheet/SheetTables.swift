/// A cell of a sheet as it is shown.
struct SheetCell {
    enum Kind { case text, number, date }

    /// From 0.
    var column: Int
    var text: String
    var kind = Kind.text
}

/// Divides the rows of a sheet into tables, finds their header rows and adds them to a document.
///
/// Rows come in order, one after the other, and empty ones not at all: they divide tables. Lines of a single cell above a
/// table are its titles and become paragraphs.
struct SheetTables {
    private let sheet: String
    private let isHidden: Bool
    private var hasHeading = false
    /// Rows of one cell at the start of a region, which may be titles.
    private var titles: [(row: Int, cells: [SheetCell])] = []
    private var table: TableBlocks?
    /// The rows of the same table that are not seen.
    private var unseen: TableBlocks?
    private var isNarrow = false
    private var lastRow = 0
    /// The header row of the table before: a table without one goes on under it.
    private var header: TableBlocks.Row?

    /// Single cells, one under the other, that are titles; more of them are a table of one column.
    private static let maximumTitles = 3
    /// Numbers that may stand in a header row.
    private static let years = 1_900...2_100

    init(sheet: String, isHidden: Bool) {
        self.sheet = sheet
        self.isHidden = isHidden
    }

    /// Adds a row that has cells with text.
    ///
    /// - Parameter row: its number, from 1.
    mutating func append(row: Int, _ cells: [SheetCell], isHidden: Bool = false, to writer: inout BlockWriter) throws {
        guard !cells.isEmpty else { return }
        if !hasHeading {
            hasHeading = true
            writer.closeSections()
            if !self.isHidden { try writer.appendHeading(sheet, level: 1, at: Location(sheet: sheet)) }
        }
        if row > lastRow + 1 { try finish(to: &writer) }
        lastRow = max(row, 1)
        if isHidden {
            let kept = table?.repeatedHeader
            if unseen == nil { unseen = TableBlocks(isHidden: true, header: kept) }
            let line = self.row(lastRow, cells)
            try unseen?.append(line, to: &writer)
        } else if table == nil, cells.count == 1, titles.count < Self.maximumTitles {
            titles.append((lastRow, cells))
        } else {
            try appendToTable(lastRow, cells, to: &writer)
        }
    }

    private mutating func appendToTable(_ row: Int, _ cells: [SheetCell], to writer: inout BlockWriter) throws {
        if table != nil, isNarrow, cells.count > 1 { try endTable(to: &writer) }
        if table == nil {
            isNarrow = cells.count == 1
            if isNarrow {
                let rows = titles + [(row, cells)]
                titles = []
                try begin(with: rows[0].cells)
                for (index, one) in rows.enumerated() {
                    let line = self.row(one.row, one.cells)
                    try table?.append(line, isHeader: index == 0, to: &writer)
                }
                return
            }
            try writeTitles(to: &writer)
            try begin(with: cells)
        }
        let line = self.row(row, cells)
        try table?.append(line, isHeader: Self.isHeader(cells), to: &writer)
        if let found = table?.repeatedHeader { header = found }
    }

    /// Begins a table whose first row is known.
    private mutating func begin(with cells: [SheetCell]) throws {
        let columns = Set(header?.cells.map(\.column) ?? [])
        let goesOn = !isNarrow && !Self.isHeader(cells) && cells.allSatisfy { columns.contains($0.column) }
        table = TableBlocks(isHidden: isHidden, header: goesOn ? header : nil)
    }

    /// Ends what is open, as at an empty row.
    mutating func finish(to writer: inout BlockWriter) throws {
        try writeTitles(to: &writer)
        try endTable(to: &writer)
    }

    private mutating func endTable(to writer: inout BlockWriter) throws {
        try table?.flush(to: &writer)
        try unseen?.flush(to: &writer)
        table = nil
        unseen = nil
    }

    private mutating func writeTitles(to writer: inout BlockWriter) throws {
        for title in titles {
            try writer.append(
                .paragraph, title.cells[0].text, at: Location(sheet: sheet, rows: title.row...title.row),
                isHidden: isHidden)
        }
        titles = []
    }

    private func row(_ number: Int, _ cells: [SheetCell]) -> TableBlocks.Row {
        TableBlocks.Row(
            cells: cells.map { ($0.column, $0.text) }, location: Location(sheet: sheet, rows: number...number))
    }

    /// Whether a row names columns: it has text, and no numbers but years.
    private static func isHeader(_ cells: [SheetCell]) -> Bool {
        var hasText = false
        for cell in cells {
            switch cell.kind {
            case .text: hasText = true
            case .date: break
            case .number: guard let year = Int(cell.text), years.contains(year) else { return false }
            }
        }
        return hasText
    }
}
