internal import Documents

/// Finds the source lines, or the rows of the sheet, that a part of a block stands on.
struct LineMap {
    private let place: Location
    /// UTF-8 offsets of the line feeds, ascending.
    private let lineFeeds: [Int]
    /// Source lines between the first and the second line of the text: 1 for the rule below the head of a Markdown table,
    /// -1 for a head that is repeated from above.
    private let linesAfterFirst: Int
    private let isExact: Bool

    init(_ block: Block) {
        place = block.location
        lineFeeds = block.text.utf8.enumerated().compactMap { $0.element == 0x0A ? $0.offset : nil }
        let extra = ((place.lines ?? place.rows)?.count ?? 0) - (lineFeeds.count + 1)
        let isTable = block.kind == .table && (extra == -1 || extra == 1 && place.lines != nil)
        linesAfterFirst = isTable ? extra : 0
        isExact = extra == linesAfterFirst
    }

    /// Where a range of UTF-8 offsets stands; the place of the block where its text is not laid out as its source is.
    func location(of range: Range<Int>) -> Location {
        guard isExact, let all = place.lines ?? place.rows else { return place }
        let first = line(at: range.lowerBound)
        let last = max(first, line(at: max(range.lowerBound, range.upperBound - 1)))
        let part = all.lowerBound + first...all.lowerBound + last
        var location = place
        if place.lines != nil { location.lines = part } else { location.rows = part }
        if let rows = place.rows, place.lines != nil, rows.count == all.count {
            location.rows = rows.lowerBound + first...rows.lowerBound + last
        }
        return location
    }

    /// How many source lines lie before the one at `offset`.
    private func line(at offset: Int) -> Int {
        let count = lineFeeds.partitioningIndex { $0 >= offset }
        return count + (count > 0 ? linesAfterFirst : 0)
    }
}
