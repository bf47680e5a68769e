/// A table that is drawn: with a grid of `+---+` and `|`, or with lines of `=== ===` over and under its columns.
struct RestructuredTextTable {
    private(set) var rows: [(cells: [String], lines: ClosedRange<Int>)] = []
    private(set) var hasHeader = false
    /// The index of the line after it.
    private(set) var end: Int

    init?(_ lines: ArraySlice<MarkupLine>, at index: Int) {
        end = index
        let first = lines[index].text
        if first.hasPrefix("+-"), first.utf8.allSatisfy({ "+-= ".utf8.contains($0) }) {
            readGrid(lines, index)
        } else if first.hasPrefix("="), first.contains(" "), first.utf8.allSatisfy({ $0 == 0x3D || $0 == 0x20 }) {
            readSimple(lines, index)
        }
        guard !rows.isEmpty else { return nil }
    }

    private mutating func readGrid(_ lines: ArraySlice<MarkupLine>, _ index: Int) {
        let edges = Array(lines[index].text).enumerated().filter { $0.element == "+" }.map(\.offset)
        var cells: [String] = []
        var firstLine = lines[index].number
        end = index + 1
        while end < lines.endIndex {
            let line = lines[end]
            guard line.text.hasPrefix("+") || line.text.hasPrefix("|") else { break }
            if line.text.hasPrefix("+"), line.text.utf8.allSatisfy({ "+-= ".utf8.contains($0) }) {
                if !cells.isEmpty { rows.append((cells, firstLine...line.number - 1)) }
                if line.text.hasPrefix("+="), rows.count == 1 { hasHeader = true }
                cells = []
                firstLine = line.number + 1
            } else {
                let parts = Self.split(Array(line.text), at: edges)
                while cells.count < parts.count { cells.append("") }
                for (column, part) in parts.enumerated() where !part.isEmpty {
                    cells[column] += cells[column].isEmpty ? part : " \(part)"
                }
            }
            end += 1
        }
        if !cells.isEmpty { rows.append((cells, firstLine...max(firstLine, lines[end - 1].number))) }
    }

    /// The cells of a line of a grid; one that spans columns has no bar at the edge between them.
    private static func split(_ line: [Character], at edges: [Int]) -> [String] {
        var cells: [String] = []
        var start = 1
        for edge in edges.dropFirst() where edge >= line.count || line[edge] == "|" || line[edge] == "+" {
            let end = min(edge, line.count)
            if start <= end { cells.append(String(String(line[start..<end])[...].trimmingSpaces())) }
            start = edge + 1
        }
        if start < line.count {
            cells.append(String(String(line[start...])[...].trimmingSpaces()))
        }
        return cells
    }

    private mutating func readSimple(_ lines: ArraySlice<MarkupLine>, _ index: Int) {
        let columns = Self.columns(lines[index].text)
        var borders = 0
        end = index + 1
        while end < lines.endIndex {
            let line = lines[end]
            if line.text.hasPrefix("="), line.text.utf8.allSatisfy({ $0 == 0x3D || $0 == 0x20 }) {
                borders += 1
                end += 1
                if borders == 1, !rows.isEmpty {
                    // A second border closes the table unless rows follow.
                    guard end < lines.endIndex, !lines[end].isBlank else { return }
                    hasHeader = rows.count == 1
                    continue
                }
                return
            }
            if !line.isBlank, !line.text.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x20 }) { add(line, columns) }
            end += 1
        }
        // Without a closing border it is no table.
        if borders == 0 { rows = [] }
    }

    private mutating func add(_ line: MarkupLine, _ columns: [Range<Int>]) {
        let text = Array(line.text)
        let cells = columns.enumerated().map { column, range in
            let last = column + 1 == columns.count ? text.count : columns[column + 1].lowerBound
            return range.lowerBound < min(last, text.count)
                ? String(String(text[range.lowerBound..<min(last, text.count)])[...].trimmingSpaces()) : ""
        }
        // A row without a first cell goes on with the row above.
        if cells.first == "", !rows.isEmpty {
            for (column, cell) in cells.enumerated() where !cell.isEmpty {
                rows[rows.count - 1].cells[column] += " \(cell)"
            }
            rows[rows.count - 1].lines = rows[rows.count - 1].lines.lowerBound...line.number
        } else {
            rows.append((cells, line.number...line.number))
        }
    }

    private static func columns(_ border: Substring) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start: Int?
        for (offset, character) in (border + " ").enumerated() {
            if character == "=" {
                start = start ?? offset
            } else if let open = start {
                result.append(open..<offset)
                start = nil
            }
        }
        return result
    }
}
