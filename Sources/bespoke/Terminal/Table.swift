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

    /// Left-aligned last columns wider than this are sentences, which may be broken; names and dates are not.
    private static let sentence = 24

    /// The lines, columns divided by two spaces. Where they are wider than `width`, a last column that holds sentences is
    /// broken into lines, else the first column is cut.
    package func lines(width: Int?) -> [String] {
        var widths = alignments.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        var excess = width.map { widths.reduce(0, +) + 2 * (widths.count - 1) - $0 } ?? 0
        if excess > 0, let last = widths.last, alignments.last == .left, last > Self.sentence {
            widths[widths.count - 1] = max(Self.sentence, last - excess)
            excess -= last - widths[widths.count - 1]
        }
        if excess > 0, let first = widths.first { widths[0] = max(12, first - excess) }
        return rows.flatMap { lines(of: $0, widths) }
    }

    private func lines(of row: [String], _ widths: [Int]) -> [String] {
        var row = row
        var rest: [Substring] = []
        if alignments.last == .left, let last = row.last, let width = widths.last, DisplayWidth.of(last) > width,
            width >= Self.sentence
        {
            var wrapper = LineWrapper(width: width)
            let broken = (wrapper.push(last) + wrapper.finish()).split(separator: "\n")
            row[row.count - 1] = broken.first.map(String.init) ?? ""
            rest = Array(broken.dropFirst())
        }
        let cells = row.indices.map { column in
            let cell = column == 0 ? DisplayWidth.truncate(row[column], to: widths[column]) : row[column]
            let padding = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(cell)))
            return alignments[column] == .left ? cell + padding : padding + cell
        }
        let indent = String(repeating: " ", count: widths.dropLast().reduce(0) { $0 + $1 + 2 })
        let line = String(cells.joined(separator: "  ").reversed().drop(while: { $0 == " " }).reversed())
        return [line] + rest.map { indent + $0 }
    }
}
