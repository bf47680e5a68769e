/// A row of a table.
private struct OpenDocumentRow {
    var cells: [(column: Int, text: String)] = []
    var hidden = ""
    var tables: [XMLTreeElement] = []
    var attached: [OpenDocumentText] = []
}

extension OpenDocumentBody {
    /// How often a row or cell of a text is repeated at most.
    private static let maximumRepeats = 64

    /// Reads a table; one that only lays out parts of a page becomes these parts.
    func readTable(_ table: XMLTreeElement, isHidden: Bool) throws {
        let rows = Self.rows(in: table)
        if isLayout(rows) {
            var context = Context(isHidden: isHidden)
            for row in rows { try readBlocks(in: row, &context) }
            return
        }
        var blocks = TableBlocks(isHidden: isHidden)
        var isFirst = true
        for element in rows {
            if element.name == "soft-page-break" {
                inline.pages.meetRenderedBreak()
                continue
            }
            try package.cancellation.check()
            let page = inline.pages.current
            let row = read(element)
            let line = TableBlocks.Row(cells: row.cells, location: location((page, inline.pages.current)))
            for _ in 0..<Self.repeats(element["number-rows-repeated"]) {
                try blocks.append(line, isHeader: isFirst, to: &writer)
                isFirst = false
            }
            guard !row.hidden.isEmpty || !row.tables.isEmpty || !row.attached.isEmpty else { continue }
            try blocks.flush(to: &writer)
            try writer.append(.paragraph, row.hidden, at: line.location, isHidden: true)
            for inner in row.tables { try readTable(inner, isHidden: isHidden) }
            for text in row.attached { try writeAttached(to: text, isHidden: isHidden) }
        }
        try blocks.flush(to: &writer)
    }

    private static func rows(in element: XMLTreeElement) -> [XMLTreeElement] {
        element.children.flatMap { child -> [XMLTreeElement] in
            switch child.name {
            case "table-row", "soft-page-break": [child]
            case "table-header-rows", "table-rows", "table-row-group": rows(in: child)
            default: []
            }
        }
    }

    /// Whether a table is a frame: a single cell, or cells with headings.
    private func isLayout(_ rows: [XMLTreeElement]) -> Bool {
        let cells = rows.flatMap { $0.children("table-cell") }
        return cells.count == 1 || cells.contains { $0.child("h") != nil }
    }

    private func read(_ element: XMLTreeElement) -> OpenDocumentRow {
        var row = OpenDocumentRow()
        var column = 0
        for cell in element.children {
            let repeats = Self.repeats(cell["number-columns-repeated"])
            guard cell.name == "table-cell" else {
                if cell.name == "covered-table-cell" { column += repeats }
                continue
            }
            var parts: [String] = []
            readCell(cell, &parts, &row)
            let text = BlockWriter.trimmed(parts.joined(separator: "\n"))
            for _ in 0..<repeats {
                if !text.isEmpty { row.cells.append((column, text)) }
                column += 1
            }
        }
        return row
    }

    private func readCell(_ element: XMLTreeElement, _ parts: inout [String], _ row: inout OpenDocumentRow) {
        for child in element.children {
            switch child.name {
            case "p", "h":
                let text = inline.text(of: child)
                if text.shown.contains(where: { !$0.isWhitespace }) { parts.append(text.shown) }
                row.hidden += text.hidden
                if !text.frames.isEmpty || !text.notes.isEmpty { row.attached.append(text) }
            case "table": row.tables.append(child)
            case "annotation": row.hidden += OpenDocumentText.comment(child) + "\n"
            case "tracked-changes": break
            default:
                if OpenDocumentShape.isShape(child) {
                    var text = OpenDocumentText()
                    text.frames = [child]
                    row.attached.append(text)
                } else {
                    readCell(child, &parts, &row)
                }
            }
        }
    }

    private static func repeats(_ count: String?) -> Int {
        min(max(count.flatMap { Int($0) } ?? 1, 1), maximumRepeats)
    }
}
