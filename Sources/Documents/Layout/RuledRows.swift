/// Rows of a table that have lines between them, and spaces between their columns.
struct RuledRows {
    private var lines: [PageRulings.Ruling]
    private let gaps: [Float]

    /// The most lines of text of a row at an end of the table that has no line behind it, and the space between them, in parts of
    /// the size of the font.
    private static let open = (lines: 3, gap: Float(1))

    /// - Parameters:
    ///   - rulings: lines that begin and end at the same places.
    ///   - text: the lines of the page.
    init(_ rulings: PageRulings, in text: [LayoutLine], pageWidth: Float) {
        lines = rulings.horizontal
        let box = rulings.box
        let near = text.enumerated().flatMap { index, line in
            line.isUpright
                ? LineSegment.segments(of: line, index: index).filter {
                    (box.left...box.right).contains($0.box.middle.x)
                }
                : []
        }
        let inside = near.filter { box.contains($0.box.middle) }
        let em = inside.map(\.em).sorted().dropFirst(inside.count / 2).first ?? 1
        let profile = GapProfile(inside.map(\.box), pageWidth: pageWidth)
        let gaps = profile.gaps(tolerance: 0, width: LineSegment.gap * em).map { ($0.left + $0.right) / 2 }
        self.gaps = gaps
        guard !gaps.isEmpty, let first = lines.first else { return }
        // The lines may stand between rows alone, and the first or the last row outside of them.
        let rows = TableRow.rows(of: near.map { ($0, 0) })
        func end(of rows: some Sequence<TableRow>, continuing: Bool) -> PageBox? {
            var end: PageBox?
            for row in rows.prefix(Self.open.lines) {
                let isDivided = row.segments.allSatisfy { part in
                    !gaps.contains { part.box.left < $0 && $0 < part.box.right }
                }
                let isRow = row.segments.count > 1 || (continuing && end != nil)
                guard isRow, isDivided, -row.box.verticalOverlap(end ?? box) <= Self.open.gap * em else { break }
                end = row.box
            }
            return end
        }
        if let above = end(of: rows.filter { $0.box.middle.y < box.top }.reversed(), continuing: false) {
            lines.append(PageRulings.Ruling(position: above.top - 1, extent: first.extent))
        }
        if let below = end(of: rows.filter { $0.box.middle.y > box.bottom }, continuing: true) {
            lines.append(PageRulings.Ruling(position: below.bottom + 1, extent: first.extent))
        }
    }

    /// The cells; nil where there are not two columns.
    var grid: RuledGrid? { RuledGrid(rows: PageRulings(horizontal: lines), columns: gaps) }
}
