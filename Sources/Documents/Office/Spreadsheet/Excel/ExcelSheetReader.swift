/// Reads one sheet of a workbook row by row.
///
/// Source: ECMA-376, part 1, 18.3.
struct ExcelSheetReader {
    let package: OfficePackage
    let workbook: ExcelWorkbook
    let sheet: ExcelWorkbook.Sheet

    /// The size of the largest sheet.
    private static let limit = (rows: 1_048_576, columns: 16_384)
    /// Ranges of hidden columns, and the bytes of a row, that are looked at.
    private static let most = (ranges: 1_024, rowBytes: 4_194_304)

    func read(into writer: inout BlockWriter) throws {
        var tables = SheetTables(sheet: sheet.name, isHidden: sheet.isHidden)
        var hiddenColumns: [ClosedRange<Int>] = []
        var lastRow = 0
        try package.read(sheet.part, parts: ["row", "col"]) { element in
            guard element.name == "row" else {
                if hiddenColumns.count < Self.most.ranges { hiddenColumns += Self.hiddenColumns(element) }
                return
            }
            let number = element["r"].flatMap { Int($0) } ?? lastRow + 1
            guard number > lastRow, number <= Self.limit.rows else { return }
            lastRow = number
            if number % 1_024 == 0 { try package.cancellation.check() }
            var shown: [SheetCell] = []
            var hidden: [SheetCell] = []
            let isHiddenRow = element.isOn(attribute: "hidden")
            for cell in cells(of: element) {
                let isHidden = isHiddenRow || hiddenColumns.contains { $0.contains(cell.column) }
                if isHidden { hidden.append(cell) } else { shown.append(cell) }
            }
            try tables.append(row: number, shown, to: &writer)
            try tables.append(row: number, hidden, isHidden: true, to: &writer)
        }
        try tables.finish(to: &writer)
        try readDrawings(into: &writer)
        for comment in try package.comments(of: package.relationships(of: sheet.part)) {
            let row = comment.cell.flatMap { Int($0.drop { !$0.isNumber }) }
            let place = Location(sheet: sheet.name, rows: row.map { $0...$0 })
            try writer.append(.paragraph, comment.text, at: place, isHidden: true)
        }
    }

    private static func hiddenColumns(_ element: XMLTreeElement) -> [ClosedRange<Int>] {
        guard element.isOn(attribute: "hidden"), let first = element["min"].flatMap({ Int($0) }),
            let last = element["max"].flatMap({ Int($0) }), first >= 1, last >= first
        else { return [] }
        return [first - 1...last - 1]
    }

    /// The cells of a row that show something, from left to right.
    private func cells(of row: XMLTreeElement) -> [SheetCell] {
        var cells: [SheetCell] = []
        var column = -1
        var bytes = 0
        for case .element(let element) in row.nodes where element.name == "c" {
            if let name = element["r"] {
                guard let stated = Self.column(name) else { continue }
                column = stated
            } else {
                column += 1
            }
            guard column < Self.limit.columns, column > cells.last?.column ?? -1 else { continue }
            guard var cell = cell(element) else { continue }
            bytes += cell.text.utf8.count
            guard bytes <= Self.most.rowBytes else {
                package.note(.limitExceeded, "rows of more than \(Self.most.rowBytes / 1_048_576) MiB are read in part")
                break
            }
            cell.column = column
            cells.append(cell)
        }
        return cells
    }

    /// The column of a cell's name such as "AB12", from 0.
    private static func column(_ name: String) -> Int? {
        var column = 0
        for byte in name.utf8 {
            guard byte.isLetter else { break }
            column = column * 26 + Int(byte | 0x20) - 0x60
            guard column <= limit.columns else { return nil }
        }
        return column > 0 ? column - 1 : nil
    }

    private func cell(_ element: XMLTreeElement) -> SheetCell? {
        let value = element.child("v")?.text ?? ""
        var cell = SheetCell(column: 0, text: value)
        switch element["t"] {
        case "s":
            guard let index = Int(value), workbook.strings.indices.contains(index) else { return nil }
            cell.text = workbook.strings[index]
        case "inlineStr": cell.text = element.child("is").map(ExcelWorkbook.text) ?? value
        case "b": cell.text = value.isEmpty ? "" : value == "0" ? "FALSE" : "TRUE"
        case "str", "e": break
        case "d": cell.kind = .date
        default: showNumber(value, style: element["s"], in: &cell)
        }
        // A formula that no program has worked out yet.
        if value.isEmpty, cell.text.isEmpty, let formula = element.child("f")?.text, !formula.isEmpty {
            cell.text = "=\(formula)"
        }
        return cell.text.utf8.contains { !$0.isSpace } ? cell : nil
    }

    private func showNumber(_ value: String, style: String?, in cell: inout SheetCell) {
        let format = workbook.format(style)
        // Most numbers stand in the file as they are shown.
        if format == nil, value.utf8.count <= 10, value.utf8.allSatisfy({ $0.isDigit || $0 == 0x2E }) {
            cell.kind = .number
            return
        }
        guard let number = Double(value) else { return }
        cell.kind = .number
        guard let format else {
            cell.text = DecimalDigits(number).plainText
            return
        }
        cell.text = format.text(number, epoch: workbook.epoch)
        if format.isDate { cell.kind = .date }
    }

    /// Adds text boxes and charts that lie on the sheet.
    private func readDrawings(into writer: inout BlockWriter) throws {
        for part in try package.relationships(of: sheet.part).all(["drawing"]) {
            guard let root = try package.tree(part) else { continue }
            try read(root, try package.relationships(of: part), into: &writer)
        }
    }

    private func read(
        _ element: XMLTreeElement, _ relationships: Relationships, into writer: inout BlockWriter
    ) throws {
        let place = Location(sheet: sheet.name)
        if let graphic = try Graphic(element, relationships: relationships, package: package) {
            return try graphic.write(to: &writer, at: place, isHidden: sheet.isHidden)
        }
        switch element.name {
        case "txBody":
            for text in DrawingText.paragraphs(in: element) {
                try writer.append(.paragraph, text, at: place, isHidden: sheet.isHidden)
            }
        case "AlternateContent":
            try element.chosenAlternative.map { try read($0, relationships, into: &writer) }
        default:
            for child in element.children { try read(child, relationships, into: &writer) }
        }
    }
}
