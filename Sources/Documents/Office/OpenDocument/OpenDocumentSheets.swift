/// Reads the sheets of a spreadsheet row by row.
final class OpenDocumentSheets {
    /// What is read as a whole.
    static let parts: Set = [
        "style", "list-style", "table-column", "table-row", "shapes", "tracked-changes", "annotation",
    ]

    let body: OpenDocumentBody
    /// A sheet that has begun and of which nothing was read.
    private var next: XMLTreeElement?
    private var name = ""
    private var isHidden = false
    private var tables: SheetTables?
    private var row = 0
    private var column = 0
    private var hiddenColumns: [ClosedRange<Int>] = []
    private var repeatedBytes = 0
    /// Remarks on the cells of the sheet.
    private var comments: [(row: Int, text: String)] = []

    /// The size of the largest sheet, and the bytes that cells which stand for many may become.
    private static let limit = (rows: 1_048_576, columns: 16_384, repeatedBytes: 33_554_432)

    /// Ranges of hidden columns that are looked at.
    private static let maximumRanges = 1_024

    init(_ body: OpenDocumentBody) { self.body = body }

    /// Takes each element that begins outside of parts.
    func open(_ element: XMLTreeElement) {
        if element.name == "table" { next = element }
    }

    /// Takes a part.
    func read(_ element: XMLTreeElement) throws {
        if let sheet = next {
            next = nil
            try begin(sheet)
        }
        switch element.name {
        case "style", "list-style": body.inline.styles.add(element)
        case "table-column": readColumn(element)
        case "table-row": try readRow(element)
        case "shapes":
            for shape in element.children { try body.readFrame(shape, isHidden: isHidden) }
        default: break
        }
    }

    /// Ends the last sheet.
    func finish() throws {
        try tables?.finish(to: &body.writer)
        for comment in comments {
            let place = Location(sheet: name, rows: comment.row...comment.row)
            try body.writer.append(.paragraph, comment.text, at: place, isHidden: true)
        }
        comments = []
    }

    private func begin(_ sheet: XMLTreeElement) throws {
        try finish()
        name = sheet["name"] ?? ""
        isHidden = body.inline.styles.style(sheet["style-name"], "table").isHidden ?? false
        body.place = Location(sheet: name)
        tables = SheetTables(sheet: name, isHidden: isHidden)
        (row, column) = (0, 0)
        hiddenColumns = []
    }

    private func readColumn(_ element: XMLTreeElement) {
        let count = Self.count(element["number-columns-repeated"], Self.limit.columns)
        if Self.isUnseen(element), hiddenColumns.count < Self.maximumRanges {
            hiddenColumns.append(column...column + count - 1)
        }
        column = min(column + count, Self.limit.columns)
    }

    private static func isUnseen(_ element: XMLTreeElement) -> Bool {
        ["collapse", "filter"].contains(element["visibility"])
    }

    private func readRow(_ element: XMLTreeElement) throws {
        try body.package.cancellation.check()
        let count = Self.count(element["number-rows-repeated"], Self.limit.rows)
        for comment in element.children.lazy.flatMap({ $0.children("annotation") }) where row < Self.limit.rows {
            comments.append((row + 1, OpenDocumentText.comment(comment)))
        }
        let cells = try cells(of: element)
        defer { row = min(row + count, Self.limit.rows) }
        guard !cells.isEmpty else { return }
        let isUnseenRow = Self.isUnseen(element)
        var shown: [SheetCell] = []
        var unseen: [SheetCell] = []
        for cell in cells {
            let isUnseen = isUnseenRow || hiddenColumns.contains { $0.contains(cell.column) }
            if isUnseen { unseen.append(cell) } else { shown.append(cell) }
        }
        let size = cells.reduce(0) { $0 + $1.text.utf8.count + 3 }
        for index in 0..<count where row + index < Self.limit.rows && (index == 0 || takeRepeated(size)) {
            try tables?.append(row: row + index + 1, shown, to: &body.writer)
            try tables?.append(row: row + index + 1, unseen, isHidden: true, to: &body.writer)
        }
    }

    /// Whether there is room for another copy of this size.
    private func takeRepeated(_ size: Int) -> Bool {
        guard repeatedBytes + size <= Self.limit.repeatedBytes else {
            body.package.note(.limitExceeded, "cells that are repeated very often are read only once")
            return false
        }
        repeatedBytes += size
        return true
    }

    private func cells(of row: XMLTreeElement) throws -> [SheetCell] {
        var cells: [SheetCell] = []
        var column = 0
        for element in row.children where element.name == "table-cell" || element.name == "covered-table-cell" {
            let count = Self.count(element["number-columns-repeated"], Self.limit.columns)
            defer { column = min(column + count, Self.limit.columns) }
            guard element.name == "table-cell", var cell = try cell(element) else { continue }
            for index in 0..<count where column + index < Self.limit.columns {
                guard index == 0 || takeRepeated(cell.text.utf8.count + 16) else { break }
                cell.column = column + index
                cells.append(cell)
            }
        }
        return cells
    }

    private func cell(_ element: XMLTreeElement) throws -> SheetCell? {
        guard !element.nodes.isEmpty || !element.attributes.isEmpty else { return nil }
        var lines: [String] = []
        for child in element.children {
            if child.name == "p" {
                lines.append(body.inline.text(of: child).shown)
            } else if OpenDocumentShape.isShape(child) {
                try body.readFrame(child, isHidden: isHidden)
            }
        }
        var cell = SheetCell(column: 0, text: BlockWriter.trimmed(lines.joined(separator: "\n")))
        switch element["value-type"] {
        case "float", "percentage", "currency": cell.kind = .number
        case "date", "time": cell.kind = .date
        default: break
        }
        // What is shown stands in paragraphs; a program may have written the value alone.
        if cell.text.isEmpty, lines.isEmpty {
            let values = ["string-value", "date-value", "time-value", "boolean-value", "value"]
            cell.text = values.lazy.compactMap { element[$0] }.first ?? ""
        }
        return cell.text.isEmpty ? nil : cell
    }

    private static func count(_ text: String?, _ limit: Int) -> Int {
        min(max(text.flatMap { Int($0) } ?? 1, 1), limit)
    }
}
