/// The cells that lines on a page divide it into.
struct RuledGrid {
    /// A cell, or several that no line divides.
    struct Place: Hashable {
        var row: Int
        var column: Int
    }

    /// Where rows and columns begin, and the last ones end.
    private let tops: [Float]
    private let lefts: [Float]
    /// For each cell the first one of those that it is one with.
    private let firsts: [Place]

    var rowCount: Int { tops.count - 1 }
    var columnCount: Int { lefts.count - 1 }
    /// The middles of the lines between columns.
    var gaps: [Float] { Array(lefts.dropFirst().dropLast()) }
    var box: PageBox {
        PageBox(left: lefts[0], top: tops[0], right: lefts[columnCount], bottom: tops[rowCount])
    }

    /// The most rows and columns of a table on a page.
    private static let most = (rows: 400, columns: 60)
    /// Lines that are nearer to one another are one, in points.
    private static let leastWidth: Float = 4

    /// The grid of lines that hang together; nil where they make fewer than two rows or columns.
    init?(_ rulings: PageRulings) {
        guard !rulings.horizontal.isEmpty, !rulings.vertical.isEmpty else { return nil }
        // Tables may be open at their sides.
        let tops = Self.merged(
            rulings.horizontal.map(\.position) + Self.ends(of: rulings.vertical, across: rulings.horizontal))
        let lefts = Self.merged(
            rulings.vertical.map(\.position) + Self.ends(of: rulings.horizontal, across: rulings.vertical))
        self.init(tops, lefts) { Self.firstCells(tops, lefts, rulings) }
    }

    /// The grid of lines between rows alone, with columns between the given places.
    init?(rows: PageRulings, columns gaps: [Float]) {
        let lines = rows.horizontal
        guard let left = lines.map(\.extent.lowerBound).min(), let right = lines.map(\.extent.upperBound).max() else {
            return nil
        }
        let (tops, lefts) = (Self.merged(lines.map(\.position)), Self.merged([left] + gaps + [right]))
        let columns = lefts.count - 1
        self.init(tops, lefts) {
            (0..<(tops.count - 1) * columns).map { Place(row: $0 / columns, column: $0 % columns) }
        }
    }

    private init?(_ tops: [Float], _ lefts: [Float], firsts: () -> [Place]) {
        guard (3...Self.most.rows + 1).contains(tops.count), (3...Self.most.columns + 1).contains(lefts.count)
        else { return nil }
        (self.tops, self.lefts, self.firsts) = (tops, lefts, firsts())
    }

    /// The cell, or the first of those that are one, that a point is in; nil outside.
    func place(of point: (x: Float, y: Float)) -> Place? {
        guard let row = Self.index(of: point.y, in: tops), let column = Self.index(of: point.x, in: lefts) else {
            return nil
        }
        return firsts[row * columnCount + column]
    }

    /// The first of the cells that one is joined with.
    func first(of place: Place) -> Place { firsts[place.row * columnCount + place.column] }

    /// Whether every cell of a row stands by itself: none is one with a cell beside, above or below it.
    func isDivided(row: Int) -> Bool {
        (0..<columnCount).allSatisfy { column in
            let place = Place(row: row, column: column)
            let isOwn = first(of: place) == place
            return isOwn && (row + 1 == rowCount || first(of: Place(row: row + 1, column: column)).row > row)
        }
    }

    private static func index(of value: Float, in edges: [Float]) -> Int? {
        let next = edges.partitioningIndex { $0 > value }
        return next > 0 && next < edges.count ? next - 1 : nil
    }

    /// Where several lines begin or end. They may seem longer by a letter beside their ends: then it is not far to the other lines,
    /// which is so for the last row of a table that is open there only if most lines end with it.
    private static func ends(of lines: [PageRulings.Ruling], across others: [PageRulings.Ruling]) -> [Float] {
        [lines.map(\.extent.lowerBound), lines.map(\.extent.upperBound)].flatMap { ends in
            ends.filter { end in
                let count = ends.count { abs($0 - end) <= PageRulings.tolerance }
                let isFar = others.allSatisfy { abs($0.position - end) >= PageRulings.shortest }
                return count * 3 >= ends.count * 2 || (count > 1 && isFar)
            }
        }
    }

    private static func merged(_ values: [Float]) -> [Float] {
        var result: [Float] = []
        var last = -Float.infinity
        for value in values.sorted() {
            if value - last > leastWidth { result.append(value) }
            last = value
        }
        return result
    }

    /// Joins cells that no line divides; the first of them has the text of all.
    private static func firstCells(_ tops: [Float], _ lefts: [Float], _ rulings: PageRulings) -> [Place] {
        let (rows, columns) = (tops.count - 1, lefts.count - 1)
        var sets = DisjointSets(count: rows * columns)
        for edge in 1..<max(1, columns) {
            let lines = rulings.vertical.filter { abs($0.position - lefts[edge]) <= leastWidth + PageRulings.tolerance }
            for row in 0..<rows where !lines.contains(where: { $0.covers(tops[row]...tops[row + 1]) }) {
                sets.join(row * columns + edge - 1, row * columns + edge)
            }
        }
        for edge in 1..<max(1, rows) {
            let lines = rulings.horizontal.filter {
                abs($0.position - tops[edge]) <= leastWidth + PageRulings.tolerance
            }
            for column in 0..<columns where !lines.contains(where: { $0.covers(lefts[column]...lefts[column + 1]) }) {
                sets.join((edge - 1) * columns + column, edge * columns + column)
            }
        }
        return (0..<rows * columns).map { index in
            let root = sets.root(of: index)
            return Place(row: root / columns, column: root % columns)
        }
    }
}
