/// Finds the piece of text that stands at a place of a page.
struct FragmentIndex {
    /// The height of a row of the index, in points.
    private static let rowHeight: Float = 6
    /// The rows that one piece may be found in; what is higher is found in its upper part only.
    private static let maximumRows = 40
    /// The pieces beside one another that are looked at.
    private static let reach = 8

    private let fragments: [StyledFragment]
    /// The indices of the pieces of each row, sorted by their left edges.
    private var rows: [Int: [Int]] = [:]
    /// The pieces of which only the start is known, as those of lines that run up or down the page.
    private let unplaced: [StyledFragment]
    var hasUnplaced: Bool { !unplaced.isEmpty }

    init(_ fragments: [StyledFragment]) {
        self.fragments = fragments
        unplaced = fragments.filter { $0.box.width <= 0 }
        for (index, fragment) in fragments.enumerated() {
            let first = Self.row(fragment.box.top)
            for row in first...max(first, min(Self.row(fragment.box.bottom), first + Self.maximumRows)) {
                rows[row, default: []].append(index)
            }
        }
        for row in rows.keys { rows[row]?.sort { fragments[$0].box.left < fragments[$1].box.left } }
    }

    private static func row(_ y: Float) -> Int { Int((y / rowHeight).rounded(.down)) }

    /// The piece that a word belongs to: of those around its centre the one whose height is most like its own.
    func fragment(of word: LayoutWord) -> StyledFragment? {
        let (x, y) = word.box.middle
        guard let row = rows[Self.row(y)] else { return nil }
        let end = row.partitioningIndex { fragments[$0].box.left > x + 1 }
        let near = row[max(0, end - Self.reach)..<end].map { fragments[$0] }
        let around = near.filter { $0.box.right >= x - 1 && $0.box.top <= y + 1 && $0.box.bottom >= y - 1 }
        return around.min { abs($0.box.height - word.box.height) < abs($1.box.height - word.box.height) }
    }

    /// Where on the y axis a piece begins that runs up or down the page and that a word at one of its ends belongs to.
    func start(of word: LayoutWord) -> Float? {
        unplaced.lazy.filter { $0.box.left >= word.box.left - 1 && $0.box.left <= word.box.right + 1 }.map(\.box.bottom)
            .first { min(abs($0 - word.box.top), abs($0 - word.box.bottom)) < max(4, word.box.width / 2) }
    }
}
