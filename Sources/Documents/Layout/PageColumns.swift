/// The columns of prose on a page, and which part of the page a piece of it belongs to.
struct PageColumns {
    /// The least lines of prose in each of two columns.
    private static let leastLines = 5
    /// The least width of the space between two columns, in points.
    private static let leastGutter: Float = 6

    /// Where columns meet, from left to right.
    private let gutters: [Float]
    /// The steps of a point from the top of the page that have a line of prose in a column.
    private var prose: Set<Int> = []

    /// Finds the columns that the lines of prose of a page stand in.
    init(_ segments: [LineSegment], pageWidth: Float) {
        let lines = segments.filter(\.isProse).map(\.box)
        let profile = GapProfile(lines, pageWidth: pageWidth)
        let gaps = profile.gaps(tolerance: profile.peak / 8, width: Self.leastGutter).map { ($0.left + $0.right) / 2 }
        var counts = [Int](repeating: 0, count: gaps.count + 1)
        for line in lines { counts[gaps.count { $0 < line.middle.x }] += 1 }
        gutters = counts.allSatisfy { $0 >= Self.leastLines } ? gaps : []
        guard !gutters.isEmpty else { return }
        for line in lines where column(of: line) != nil {
            // Between paragraphs, too, a column goes on.
            for step in Self.steps(line, around: line.height) { prose.insert(step) }
        }
    }

    /// The column that something stands in; nil for what crosses from one to another, and for rows beside no prose, which are
    /// a table or a title over all columns.
    func zone(of box: PageBox) -> Int? {
        guard !gutters.isEmpty, Self.steps(box).contains(where: prose.contains) else { return nil }
        return column(of: box)
    }

    private func column(of box: PageBox) -> Int? {
        guard !gutters.contains(where: { box.left < $0 - 1 && box.right > $0 + 1 }) else { return nil }
        return gutters.count { $0 < box.middle.x }
    }

    private static func steps(_ box: PageBox, around: Float = 0) -> ClosedRange<Int> {
        let top = Int(min(max(box.top - around, -10_000), 100_000))
        return top...max(top, min(Int(min(max(box.bottom + around, -10_000), 100_000)), top + 200))
    }
}
