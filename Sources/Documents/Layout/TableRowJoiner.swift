/// Joins the lines of a table to its rows: a cell may have several.
struct TableRowJoiner {
    /// The cells of each line.
    var cells: [[TableCell]]
    /// From the top of each line to that of the next one, in points.
    var pitches: [Float]
    /// The size of the text in points.
    var em: Float

    /// A space between lines that is that much larger than the least divides rows.
    private static let rowPitch: Float = 1.25

    var rows: [[TableCell]] {
        let least = pitches.min() ?? 0
        let limit = least * Self.rowPitch
        let isSpaced = pitches.count { $0 > limit } * 3 >= pitches.count && pitches.contains { $0 <= limit }
        var rows = [cells[0]]
        for (index, line) in cells.enumerated().dropFirst() {
            let isTight = pitches[index - 1] <= (isSpaced ? limit : em * 1.6)
            let above = rows[rows.count - 1]
            if isTight, isSpaced && least <= em * 1.6 || continues(line, above) {
                for column in line.indices { rows[rows.count - 1][column].words += line[column].words }
            } else {
                rows.append(line)
            }
        }
        return rows
    }

    /// Whether a line only has text that goes on in cells of the row above.
    private func continues(_ line: [TableCell], _ above: [TableCell]) -> Bool {
        guard line[0].isEmpty, !above[0].isEmpty else { return false }
        return zip(line, above).allSatisfy { $0.isEmpty || (!$1.isEmpty && !$0.isValue) }
    }
}
