internal import Documents

/// Finds the source lines of a part of a block.
struct LineMap {
    private let lines: ClosedRange<Int>?
    /// UTF-8 offsets of the line feeds, ascending.
    private let lineFeeds: [Int]
    /// Source lines between the first and the second line of the text: the rule below the head of a Markdown table.
    private let linesAfterFirst: Int
    private let isExact: Bool

    init(_ block: Block) {
        lines = block.location.lines
        lineFeeds = block.text.utf8.enumerated().compactMap { $0.element == 0x0A ? $0.offset : nil }
        let extra = (block.location.lines?.count ?? 0) - (lineFeeds.count + 1)
        linesAfterFirst = block.kind == .table && extra == 1 ? 1 : 0
        isExact = extra == linesAfterFirst
    }

    /// The source lines of a range of UTF-8 offsets; all lines of the block where its text is not laid out as its
    /// source is.
    func lines(of range: Range<Int>) -> ClosedRange<Int>? {
        guard let lines, isExact else { return lines }
        let first = line(at: range.lowerBound)
        let last = max(first, line(at: max(range.lowerBound, range.upperBound - 1)))
        return lines.lowerBound + first...lines.lowerBound + last
    }

    /// How many source lines lie before the one at `offset`.
    private func line(at offset: Int) -> Int {
        var low = 0
        var high = lineFeeds.count
        while low < high {
            let middle = (low + high) / 2
            if lineFeeds[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low + (low > 0 ? linesAfterFirst : 0)
    }
}
