/// A row of a table in a Word document.
private struct WordRow {
    var cells: [(column: Int, text: String)] = []
    var hidden = ""
    /// Tables in its cells, and what hangs on their text.
    var tables: [XMLTreeElement] = []
    var attached: [WordText] = []
    var pages: (first: Int, last: Int)
}

extension WordBody {
    /// The bytes from which on a cell is a part of a page's layout.
    private static let layoutBytes = 2_000

    /// Reads a table; one that only lays out parts of a page becomes these parts.
    func readTable(_ table: XMLTreeElement) throws {
        let rows = Self.rows(in: table)
        if isLayout(rows) {
            for row in rows {
                for cell in Self.cells(in: row) { try readBlocks(in: cell, isInFrame: true) }
            }
            return
        }
        var blocks = TableBlocks()
        for (index, element) in rows.enumerated() {
            try package.cancellation.check()
            let row = read(element)
            try blocks.append(
                TableBlocks.Row(cells: row.cells, location: location(row.pages)), isHeader: index == 0, to: &writer)
            guard !row.hidden.isEmpty || !row.tables.isEmpty || !row.attached.isEmpty else { continue }
            try blocks.flush(to: &writer)
            try writer.append(.paragraph, row.hidden, at: location(row.pages), isHidden: true)
            for inner in row.tables { try readTable(inner) }
            for text in row.attached { try writeAttached(to: text) }
        }
        try blocks.flush(to: &writer)
    }

    /// The rows of a table that are not deleted, also those in content controls.
    private static func rows(in element: XMLTreeElement) -> [XMLTreeElement] {
        element.children.flatMap { child -> [XMLTreeElement] in
            switch child.name {
            case "tr": child.child("trPr")?.child("del") == nil ? [child] : []
            case "sdt", "sdtContent", "customXml", "ins": rows(in: child)
            case "AlternateContent": child.chosenAlternative.map(rows) ?? []
            default: []
            }
        }
    }

    private static func cells(in element: XMLTreeElement) -> [XMLTreeElement] {
        element.children.flatMap { child -> [XMLTreeElement] in
            switch child.name {
            case "tc": child.child("tcPr")?.child("cellDel") == nil ? [child] : []
            case "sdt", "sdtContent", "customXml", "ins": cells(in: child)
            case "AlternateContent": child.chosenAlternative.map(cells) ?? []
            default: []
            }
        }
    }

    /// Whether a table is a frame: a single cell, or cells with headings or with long texts.
    private func isLayout(_ rows: [XMLTreeElement]) -> Bool {
        let cells = rows.flatMap(Self.cells)
        if cells.count == 1 { return true }
        return cells.contains { cell in
            let paragraphs = cell.children("p")
            let isLong =
                paragraphs.count > 3 && paragraphs.reduce(0) { $0 + $1.text.utf8.count } > Self.layoutBytes
            return isLong
                || paragraphs.contains { paragraph in
                    let id = paragraph.child("pPr")?.child("pStyle")?["val"]
                    return id != nil && inline.styles.style(id).headingLevel != nil
                }
        }
    }

    private func read(_ element: XMLTreeElement) -> WordRow {
        let page = inline.pages.current
        var row = WordRow(pages: (page, page))
        var column = Self.count(element.child("trPr")?.child("gridBefore"), orElse: 0)
        for cell in Self.cells(in: element) {
            // Each cell of a row that goes on to the next page states the break.
            inline.pages.go(to: page)
            let properties = cell.child("tcPr")
            let isContinued = properties?.child("vMerge").map { $0["val"] != "restart" } ?? false
            var parts: [String] = []
            readCell(cell, &parts, &row)
            let text = BlockWriter.trimmed(parts.joined(separator: "\n"))
            // Of merged cells, only the first has the text.
            if !text.isEmpty, !isContinued { row.cells.append((column, text)) }
            column += Self.count(properties?.child("gridSpan"), orElse: 1)
            row.pages.last = max(row.pages.last, inline.pages.current)
        }
        inline.pages.go(to: row.pages.last)
        return row
    }

    private func readCell(_ element: XMLTreeElement, _ parts: inout [String], _ row: inout WordRow) {
        for child in element.children {
            switch child.name {
            case "p":
                let text = inline.text(of: child, isInFrame: true)
                let label = listItem(child.child("pPr")) ?? ""
                if !label.isEmpty || text.shown.contains(where: { !$0.isWhitespace }) {
                    parts.append(label + text.shown)
                }
                row.hidden += text.hidden
                if !text.boxes.isEmpty || !text.notes.isEmpty { row.attached.append(text) }
            case "tbl": row.tables.append(child)
            case "AlternateContent": child.chosenAlternative.map { readCell($0, &parts, &row) }
            case "tcPr", "sdtPr", "del", "moveFrom": break
            default: readCell(child, &parts, &row)
            }
        }
    }

    /// A number of columns, of which Word has at most 63.
    private static func count(_ element: XMLTreeElement?, orElse count: Int) -> Int {
        min(max(element?["val"].flatMap { Int($0) } ?? count, 0), 63)
    }
}
