/// Rows of a table that have lines between them, and spaces between their columns.
struct RuledRows {
    private var lines: [PageRulings.Ruling]
    /// The middles of the spaces between columns.
    private let gaps: [Float]
    /// The rectangle around the lines.
    private let box: PageBox
    /// The size of most of the text in points.
    private let em: Float

    /// The most lines of text of a row at an end of the table that has no line behind it, and the space between them, in parts of
    /// the size of the font.
    private static let open = (lines: 3, gap: Float(1))

    /// Finds the columns; nil where there is one only.
    ///
    /// - Parameters:
    ///   - rulings: lines that begin and end at the same places.
    ///   - segments: the parts of all lines of the page.
    init?(_ rulings: PageRulings, among segments: [LineSegment], pageWidth: Float) {
        let box = rulings.box
        let inside = segments.filter { box.contains($0.box.middle) }
        guard let first = rulings.horizontal.first, !inside.isEmpty else { return nil }
        em = inside.map(\.em).sorted()[inside.count / 2]
        gaps = GapProfile(inside.map(\.box), pageWidth: pageWidth).gaps(tolerance: 0, width: LineSegment.gap * em)
            .map { ($0.left + $0.right) / 2 }
        guard !gaps.isEmpty else { return nil }
        (self.box, lines) = (box, rulings.horizontal)
        // The lines may stand between rows alone, and the first or the last row outside of them.
        let near = segments.filter { (box.left...box.right).contains($0.box.middle.x) }
        let rows = TableRow.rows(of: near.map { ($0, 0) })
        if let above = end(of: rows.filter { $0.box.middle.y < box.top }.reversed(), mayContinue: false) {
            lines.append(PageRulings.Ruling(position: above.top - 1, extent: first.extent))
        }
        if let below = end(of: rows.filter { $0.box.middle.y > box.bottom }, mayContinue: true) {
            lines.append(PageRulings.Ruling(position: below.bottom + 1, extent: first.extent))
        }
    }

    /// The cells; nil where there are not two rows.
    var grid: RuledGrid? { RuledGrid(rows: PageRulings(horizontal: lines), columns: gaps) }

    /// Where a row ends that stands outside of the lines; nil where none does.
    ///
    /// - Parameters:
    ///   - rows: what stands there, the nearest first.
    ///   - mayContinue: whether a line with a single cell may go on with the row.
    private func end(of rows: [TableRow], mayContinue: Bool) -> PageBox? {
        var end: PageBox?
        for row in rows.prefix(Self.open.lines) {
            let isDivided = row.segments.allSatisfy { part in
                !gaps.contains { part.box.left < $0 && $0 < part.box.right }
            }
            let isRow = row.segments.count > 1 || (mayContinue && end != nil)
            guard isRow, isDivided, -row.box.verticalOverlap(end ?? box) <= Self.open.gap * em else { break }
            end = row.box
        }
        return end
    }
}
