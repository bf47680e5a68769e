/// Rows in aligned columns.
package struct Table {
    /// Which side of its column a cell stands on.
    package enum Alignment { case left, right }

    private let alignments: [Alignment]
    private var rows: [[String]]

    /// Creates a table with a row of titles.
    package init(_ columns: [(title: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.title)]
    }

    /// Adds a row. Line feeds in cells become spaces.
    package mutating func add(_ cells: [String]) {
        rows.append(cells.map { $0.replacing("\n", with: " ") })
    }

    /// The lines, columns divided by two spaces. Where they are wider than `width`, the first column is cut.
    package func lines(width: Int?) -> [String] {
        var widths = alignments.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        let total = widths.reduce(0, +) + 2 * (widths.count - 1)
        if let width, total > width, let first = widths.first { widths[0] = max(12, first - (total - width)) }
        return rows.map { row in
            let cells = row.indices.map { column in
                let cell = DisplayWidth.truncate(row[column], to: widths[column])
                let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
                return alignments[column] == .left ? cell + padding : padding + cell
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop(while: { $0 == " " }).reversed())
        }
    }
}
