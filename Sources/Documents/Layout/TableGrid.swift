/// Rows of text that stand in columns, if they do.
struct TableGrid {
    /// The least width of the space between two columns, in parts of the size of the font.
    private static let leastGap: Float = 0.35

    /// The cells of each row: as many as there are columns.
    private var cells: [[TableCell]]
    /// The space from the top of each row to that of the next one, in points.
    private let pitches: [Float]
    private let em: Float
    /// The middles of the spaces between columns.
    private let gaps: [Float]

    /// Divides rows into columns; nil where there are none or few, as where tables follow one another, or where a line goes over
    /// them.
    init?(_ rows: [TableRow], pageWidth: Float) {
        let wide = rows.filter { $0.segments.count > 1 }
        guard wide.count >= 2 else { return nil }
        em = rows.map(\.em).sorted()[rows.count / 2]
        let profile = GapProfile(wide.lazy.flatMap(\.segments).map(\.box), pageWidth: pageWidth)
        let gaps = profile.gaps(tolerance: wide.count / 7, width: max(2, Self.leastGap * em)).map {
            ($0.left + $0.right) / 2
        }
        let usual = wide.map(\.segments.count).sorted()[wide.count / 2]
        guard !gaps.isEmpty, (gaps.count + 1) * 4 >= usual * 3 else { return nil }
        // A note under a cell may go over others, but what does from the left edge on is no part of a table.
        let crossing = rows.contains { row in
            row.segments.count == 1 && row.box.left < gaps[0] && gaps[0] < row.box.right
        }
        guard !crossing else { return nil }
        cells = rows.map { row in
            var cells = [TableCell](repeating: TableCell(), count: gaps.count + 1)
            let note = row.segments.count == 1 ? Self.column(of: row.box.left, gaps) : nil
            for word in row.segments.lazy.flatMap(\.words) {
                cells[note ?? Self.column(of: word.box.middle.x, gaps)].words.append(word)
            }
            return cells
        }
        pitches = zip(rows, rows.dropFirst()).map { $1.box.top - $0.box.top }
        self.gaps = gaps
    }

    /// The index of the column that a place on the x axis is in.
    private static func column(of place: Float, _ gaps: [Float]) -> Int { gaps.partitioningIndex { $0 >= place } }

    /// The table, unless its cells speak against one: prose, a table of contents, references or code.
    var table: PageTable? {
        let rows = TableRowJoiner(cells: cells, pitches: pitches, em: em).rows
        guard TableEvidence(lines: cells, rows: rows, em: em).isTable else { return nil }
        return PageTable(rows, gaps: gaps)
    }
}

/// What stands in one column of a row.
struct TableCell {
    /// In the order of reading.
    var words: [LayoutWord] = []

    var isEmpty: Bool { words.isEmpty }
    var box: PageBox { words.lazy.map(\.box).union }
    var isBold: Bool { words.allSatisfy(\.style.isBold) }

    /// The lines of the cell as one.
    var text: String { LineText.text(of: words) }

    /// Whether it holds an amount, a date or the like, and no words.
    var isValue: Bool {
        var digits = 0
        var letters = 0
        for scalar in words.lazy.flatMap(\.text.unicodeScalars) {
            if scalar.properties.numericType != nil {
                digits += 1
            } else if scalar.properties.isAlphabetic {
                letters += 1
            }
        }
        return digits > 0 && digits >= letters
    }
}
