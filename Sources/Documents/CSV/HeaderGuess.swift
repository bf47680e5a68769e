/// Finds the row of a table that names its columns.
enum HeaderGuess {
    /// The index of the header among the first rows of a table, nil if there is none.
    ///
    /// A header is the first row as wide as most; its cells are names, all different. Rows above it are a title or notes.
    static func index(in rows: [[String]]) -> Int? {
        guard rows.count > 1 else { return nil }
        var widths: [Int: Int] = [:]
        for row in rows { widths[row.count, default: 0] += 1 }
        let width = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
        guard let index = rows.firstIndex(where: { $0.count == width }), index <= 10, index + 1 < rows.count else {
            return nil
        }
        let cells = rows[index].map { $0.trimmed }
        guard cells.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 200 }) || hasUnnamedFirst(cells) else { return nil }
        guard Set(cells).count == cells.count else { return nil }
        let below = rows[(index + 1)...].filter { $0.count == width }
        for (column, cell) in cells.enumerated() where isValue(cell) {
            // The year over a column of figures is its name.
            guard isYear(cell), !below.contains(where: { isYear($0[column].trimmed) }) else { return nil }
        }
        let hasValues = below.contains { $0.contains { isValue($0.trimmed) } }
        return width > 1 || hasValues ? index : nil
    }

    /// Whether only the first column has no name, as tables have that were saved with the numbers of their rows.
    private static func hasUnnamedFirst(_ cells: [String]) -> Bool {
        cells.count > 1 && cells[0].isEmpty && cells.dropFirst().allSatisfy { !$0.isEmpty && $0.utf8.count <= 200 }
    }

    /// Whether a cell holds a number, a date, an address or the like.
    private static func isValue(_ cell: String) -> Bool {
        if cell.utf8.contains(UInt8(ascii: "@")) || cell.contains("://") { return true }
        let digits = cell.utf8.count { $0.isDigit }
        return digits > 0 && digits * 2 >= cell.utf8.count
    }

    private static func isYear(_ cell: String) -> Bool {
        guard cell.utf8.count == 4, let year = Int(cell) else { return false }
        return (1_500...2_200).contains(year)
    }
}

extension String {
    /// The text without spaces and tabs at its ends.
    fileprivate var trimmed: String { String(self[...].trimmingSpaces()) }
}
