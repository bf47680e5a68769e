/// Finds tables on a page: rows of cells that stand in columns.
struct TableFinder {
    private(set) var tables: [PageTable] = []
    /// For each table the line that its first cell is in.
    private(set) var anchors: [Int] = []
    /// For each line of the page its segments, and which table each of them is in.
    private(set) var lines: [[(words: [LayoutWord], table: Int?)]]

    /// The rows of a single cell that may follow one another in a table.
    private static let loneRows = 3

    init(_ lines: [LayoutLine], rulings: PageRulings, pageWidth: Float) {
        let ruled = RuledTable.tables(in: lines, rulings, pageWidth: pageWidth)
        (tables, anchors) = (ruled.map(\.table), ruled.map(\.anchor))
        self.lines = []
        var segments: [LineSegment] = []
        var places: [(line: Int, index: Int)] = []
        for (index, line) in lines.enumerated() {
            self.lines.append([])
            let parts =
                line.isUpright ? line.runs { word in ruled.firstIndex { $0.contains(word) } } : [(line.words, nil)]
            for (words, table) in parts {
                for part in LineSegment.segments(of: LayoutLine(words: words), index: index) {
                    if table == nil, line.isUpright, !words.contains(where: \.style.isHidden) {
                        segments.append(part)
                        places.append((index, self.lines[index].count))
                    }
                    self.lines[index].append((part.words, table))
                }
            }
        }
        for rows in Self.runs(of: segments, pageWidth: pageWidth) { take(rows, of: places, pageWidth: pageWidth) }
    }

    /// Whether parts of lines stand below one another as cells of a table do.
    static func hasRows(_ lines: [LayoutLine], pageWidth: Float) -> Bool {
        let segments = lines.enumerated().flatMap { index, line in
            line.isUpright && !line.words.contains(where: \.style.isHidden)
                ? LineSegment.segments(of: line, index: index) : []
        }
        return !runs(of: segments, pageWidth: pageWidth).isEmpty
    }

    /// The rows that may be tables, those of each column of prose by themselves.
    private static func runs(of segments: [LineSegment], pageWidth: Float) -> [ArraySlice<TableRow>] {
        let columns = PageColumns(segments, pageWidth: pageWidth)
        var zones: [Int: [Int]] = [:]
        for (index, segment) in segments.enumerated() {
            zones[columns.zone(of: segment.box) ?? -1, default: []].append(index)
        }
        return zones.keys.sorted().flatMap { zone in
            let rows = TableRow.rows(of: zones[zone, default: []].map { (segments[$0], $0) })
            return runs(in: rows).map { rows[$0] }
        }
    }

    /// Makes a table of rows, or several of the rows between those of a single cell.
    private mutating func take(_ rows: ArraySlice<TableRow>, of places: [(line: Int, index: Int)], pageWidth: Float) {
        if let (table, used) = Self.grid(in: rows, pageWidth: pageWidth) {
            for index in used.lazy.flatMap(\.indices) {
                lines[places[index].line][places[index].index].table = tables.count
            }
            tables.append(table)
            anchors.append(used.first?.segments.first?.line ?? 0)
            return
        }
        let parts = rows.split { $0.segments.count == 1 }
        for part in parts where part.count > 1 && part.count < rows.count {
            take(part, of: places, pageWidth: pageWidth)
        }
    }

    /// Rows of several cells that follow one another, with rows of one among them.
    private static func runs(in rows: [TableRow]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = 0
        while start < rows.count {
            guard rows[start].segments.count > 1 else {
                start += 1
                continue
            }
            var last = start
            var next = start + 1
            while next < rows.count, next - last <= loneRows, rows[next].follows(rows[next - 1]) {
                if rows[next].segments.count > 1 { last = next }
                next += 1
            }
            // The last row may have cells of several lines.
            let left = rows[start].segments[1].box.left - rows[start].em
            let end = rows[last + 1..<next].firstIndex { $0.segments.count > 1 || $0.box.left < left } ?? next
            if last > start { result.append(start..<end) }
            start = last + 1
        }
        return result
    }

    /// A table of these rows, or of them without a few at an end, which may be a title or lines of prose with wide gaps.
    private static func grid(
        in rows: ArraySlice<TableRow>, pageWidth: Float
    ) -> (PageTable, ArraySlice<TableRow>)? {
        for (head, tail) in [(0, 0), (0, 1), (1, 0), (0, 2), (1, 1), (2, 0), (0, 3)] where rows.count - head - tail >= 2
        {
            let part = rows.dropFirst(head).dropLast(tail)
            if let table = TableGrid(Array(part), pageWidth: pageWidth)?.table { return (table, part) }
        }
        return nil
    }
}

/// What stands beside one another in a part of a page.
struct TableRow {
    /// From left to right.
    var segments: [LineSegment]
    /// The indices of the segments among those of the page.
    var indices: [Int]
    var box: PageBox

    /// The most empty space between two rows of a table, in parts of the size of the font.
    private static let gap: Float = 2

    var em: Float { segments.lazy.map(\.em).max() ?? 1 }
    /// Whether it may be in one table with the row above: it is near, and neither a larger title nor a line of prose.
    func follows(_ above: TableRow) -> Bool {
        guard box.top - above.box.bottom <= Self.gap * em else { return false }
        guard segments.count == 1 else { return true }
        return segments[0].words.count < 9 && (em <= above.em || !ParagraphDivider.differs(em, above.em))
    }

    /// The rows of a part of a page, from top to bottom.
    static func rows(of segments: [(segment: LineSegment, index: Int)]) -> [TableRow] {
        var rows: [TableRow] = []
        for (segment, index) in segments.sorted(by: { $0.segment.box.middle.y < $1.segment.box.middle.y }) {
            if let last = rows.last, last.segments[0].box.isBeside(segment.box) {
                rows[rows.count - 1].segments.append(segment)
                rows[rows.count - 1].indices.append(index)
                rows[rows.count - 1].box = last.box.union(segment.box)
            } else {
                rows.append(TableRow(segments: [segment], indices: [index], box: segment.box))
            }
        }
        for index in rows.indices { rows[index].segments.sort { $0.box.left < $1.box.left } }
        return rows
    }
}
