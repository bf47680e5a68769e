/// Gives the part of a table at the top of a page the header of the part at the end of the page before, so that its rows are
/// understood there too.
enum TableContinuation {
    /// How far apart the middles of the spaces between columns may be in both parts, in sizes of their text: what stands in the cells
    /// moves them.
    private static let tolerance: Float = 3

    /// To be called when what runs along with the pages is gone, which stands before and behind their tables.
    static func carryHeaders(over pages: inout [[PageElement]]) {
        for index in pages.indices.dropFirst() {
            guard case .table(let before)? = pages[index - 1].last(where: { !$0.isHidden }),
                let place = pages[index].firstIndex(where: { !$0.isHidden }),
                case .table(var next) = pages[index][place], continues(before, next), let header = before.rows.first
            else { continue }
            next.rows.insert(header, at: 0)
            next.hasHeader = true
            pages[index][place] = .table(next)
        }
    }

    private static func continues(_ before: PageTable, _ next: PageTable) -> Bool {
        guard before.hasHeader, !next.hasHeader, before.gaps.count == next.gaps.count else { return false }
        let distance = max(before.size, next.size, 1) * tolerance
        return zip(before.gaps, next.gaps).allSatisfy { abs($0 - $1) <= distance }
    }
}
