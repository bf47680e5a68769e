/// A table whose cells stand between lines.
struct RuledTable {
    /// The table as text.
    let table: PageTable
    /// The index of the line of the page with its first word.
    let anchor: Int
    private let grid: RuledGrid

    /// The most words of a cell: what has more is a box of text.
    private static let longestCell = 120
    /// The least lines above, below and between rows that have no lines between their columns, and how far apart they may begin
    /// and end.
    private static let bands = (count: 4, tolerance: Float(6))

    /// The tables of a page.
    static func tables(in lines: [LayoutLine], _ rulings: PageRulings, pageWidth: Float) -> [RuledTable] {
        var result: [RuledTable] = []
        var rows: [PageRulings.Ruling] = []
        for component in rulings.components {
            if let grid = RuledGrid(component) {
                if let table = RuledTable(lines, grid) { result.append(table) }
            } else if component.vertical.isEmpty {
                rows += component.horizontal
            }
        }
        let bands = bands(of: rows)
        guard !bands.isEmpty else { return result }
        let segments = lines.enumerated().flatMap { index, line in
            line.isUpright ? LineSegment.segments(of: line, index: index) : []
        }
        for band in bands where !result.contains(where: { $0.grid.box.distance(to: band.box) < 0 }) {
            guard let rows = RuledRows(band, among: segments, pageWidth: pageWidth), let grid = rows.grid,
                let table = RuledTable(lines, grid)
            else { continue }
            result.append(table)
        }
        return result
    }

    /// Lines below one another that begin and end at the same places.
    private static func bands(of lines: [PageRulings.Ruling]) -> [PageRulings] {
        var groups: [[PageRulings.Ruling]] = []
        for line in lines.sorted(by: { $0.position < $1.position }) {
            let group = groups.firstIndex { group in
                abs(group[0].extent.lowerBound - line.extent.lowerBound) <= bands.tolerance
                    && abs(group[0].extent.upperBound - line.extent.upperBound) <= bands.tolerance
            }
            if let group { groups[group].append(line) } else { groups.append([line]) }
        }
        return groups.filter { $0.count >= bands.count }.map { PageRulings(horizontal: $0) }
    }

    /// Puts words into cells; nil where these are not the cells of a table: too few have text, or one has too much.
    private init?(_ lines: [LayoutLine], _ grid: RuledGrid) {
        self.grid = grid
        var cells: [RuledGrid.Place: [LineSegment]] = [:]
        for (index, line) in lines.enumerated() where line.isUpright {
            for (words, place) in line.runs(by: { Self.place(of: $0, grid) }) {
                if let place { cells[place, default: []].append(LineSegment(line: index, words: words)) }
            }
        }
        guard let anchor = cells.values.lazy.joined().map(\.line).min() else { return nil }
        self.anchor = anchor
        var rows: [[TableCell]] = []
        for row in 0..<grid.rowCount { rows += Self.rows(of: row, cells, grid) }
        guard Self.isTable(rows) else { return nil }
        table = PageTable(Self.joiningHeaders(rows, grid), gaps: grid.gaps)
    }

    /// Whether a word is in a cell.
    func contains(_ word: LayoutWord) -> Bool { Self.place(of: word, grid) != nil }

    private static func place(of word: LayoutWord, _ grid: RuledGrid) -> RuledGrid.Place? {
        word.style.isHidden ? nil : grid.place(of: word.box.middle)
    }

    /// The cells of a row of the grid: several rows where only a space divides them.
    private static func rows(
        of row: Int, _ cells: [RuledGrid.Place: [LineSegment]], _ grid: RuledGrid
    ) -> [[TableCell]] {
        let segments = (0..<grid.columnCount).map { cells[RuledGrid.Place(row: row, column: $0)] ?? [] }
        let whole = segments.map { parts in
            let rows = TableRow.rows(of: parts.map { ($0, 0) })
            return TableCell(words: rows.flatMap(\.segments).flatMap(\.words))
        }
        guard grid.isDivided(row: row) else { return [whole] }
        let lines = TableRow.rows(of: segments.joined().map { ($0, 0) })
        guard lines.count > 1 else { return [whole] }
        let divided = lines.map { line in
            var cells = [TableCell](repeating: TableCell(), count: grid.columnCount)
            for segment in line.segments {
                guard let place = segment.words.first.flatMap({ Self.place(of: $0, grid) }) else { continue }
                cells[place.column].words += segment.words
            }
            return cells
        }
        let em = lines.map(\.em).sorted()[lines.count / 2]
        let pitches = zip(lines, lines.dropFirst()).map { $1.box.top - $0.box.top }
        let joined = TableRowJoiner(cells: divided, pitches: pitches, em: em).rows
        guard joined.count > 1, TableEvidence(lines: divided, rows: joined, em: em).isTable else { return [whole] }
        return joined
    }

    private static func isTable(_ rows: [[TableCell]]) -> Bool {
        let filled = rows.map { row in row.count { !$0.isEmpty } }
        guard filled.count(where: { $0 > 1 }) >= 2 else { return false }
        guard filled.reduce(0, +) * 5 >= rows.count * rows[0].count * 2 else { return false }
        return rows.lazy.joined().allSatisfy { $0.words.count <= longestCell }
    }

    /// The rows with one header of two, where a name in the first row goes over several columns.
    private static func joiningHeaders(_ rows: [[TableCell]], _ grid: RuledGrid) -> [[TableCell]] {
        let firsts = (0..<grid.columnCount).map { grid.first(of: RuledGrid.Place(row: 0, column: $0)) }
        let spans = zip(firsts, firsts.dropFirst()).contains { $0 == $1 }
        guard spans, rows.count > 2, rows.count >= grid.rowCount, !grid.isDivided(row: 0) else { return rows }
        let names = (0..<grid.columnCount).map { column in
            let isOver = grid.first(of: RuledGrid.Place(row: 1, column: column)).row == 0
            return TableCell(words: rows[0][firsts[column].column].words + (isOver ? [] : rows[1][column].words))
        }
        let isHeader =
            rows[1].contains { !$0.isEmpty } && rows[1].allSatisfy { !$0.isValue }
            && Set(names.map(\.text)).count == names.count
        return isHeader ? [names] + rows.dropFirst(2) : rows
    }
}
