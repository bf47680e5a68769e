internal import Documents

/// Divides tables that are too long for a chunk between their rows, so that each part begins with the header.
struct TableDivider {
    let divider: BlockDivider

    /// The table as it is where it fits, else in several, each with the first line above its rows.
    ///
    /// A first line that would take more than a third of each part is no header and is not repeated; nor is one above a row
    /// that has to be divided itself.
    ///
    /// - Parameters:
    ///   - target: what a part aims to cost.
    ///   - limit: the most that a part may cost.
    func parts(of table: Block, target: Int, limit: Int) -> [Block] {
        guard table.kind == .table, table.text.utf8.contains(0x0A), divider.cost(of: table.text) > limit else {
            return [table]
        }
        let rows = rows(of: table.text)
        let header = table.text.slice(rows[0])
        let headerCost = divider.cost(of: header)
        guard headerCost * 3 <= target else { return [table] }
        let lines = LineMap(table)
        var parts: [Block] = []
        func append(_ group: ArraySlice<Range<Int>>, hasHeader: Bool) {
            guard let first = group.first, let last = group.last else { return }
            let range = first.lowerBound..<last.upperBound
            var part = table
            part.text = table.text.slice(range)
            guard part.text.utf8.contains(where: { !$0.isSpace }) else { return }
            let whole = header + "\n" + part.text
            // Together they can cost more than each for itself, as some tokenizers count.
            if hasHeader, divider.cost(of: whole) <= limit { part.text = whole }
            part.location = lines.location(of: range)
            parts.append(part)
        }
        // The header is the first row of the first part.
        var start = 0
        var cost = headerCost
        for index in rows.indices.dropFirst() {
            let row = divider.cost(of: table.text.slice(rows[index]))
            let isTooLong = headerCost + row > limit
            if index > start, cost + row > target || isTooLong {
                append(rows[start..<index], hasHeader: start > 0)
                start = index
                cost = headerCost
            }
            if isTooLong {
                append(rows[index...index], hasHeader: false)
                start = index + 1
            } else {
                cost += row
            }
        }
        append(rows[start...], hasHeader: start > 0)
        return parts
    }

    /// The places of the lines of a text, as UTF-8 offsets.
    private func rows(of text: String) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var start = 0
        for (offset, byte) in text.utf8.enumerated() where byte == 0x0A {
            rows.append(start..<offset)
            start = offset + 1
        }
        return rows + [start..<text.utf8.count]
    }
}
