/// The sizes of a document's text, in thirds of a point.
struct TextSizes {
    /// The size of most text; 0 where none is known.
    private(set) var body = 0
    /// The least size of a heading, as a ratio to that of most text.
    private static let headingRatio: Float = 1.14

    init(_ pages: [[PageElement]]) {
        var counts: [Int: Int] = [:]
        for element in pages.lazy.joined() {
            switch element {
            case .paragraph(let lines):
                for line in lines where line.style.size > 0 && !line.style.isHidden {
                    counts[Self.thirds(line.style.size), default: 0] += line.text.utf8.count
                }
            case .table(let table):
                guard table.size > 0 else { continue }
                counts[Self.thirds(table.size), default: 0] += table.rows.lazy.joined().reduce(0) { $0 + $1.utf8.count }
            }
        }
        body = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    }

    static func thirds(_ size: Float) -> Int { Int((size * 3).rounded()) }

    /// Whether text of a size is larger than most, as a heading is.
    func isLarge(_ thirds: Int) -> Bool { body > 0 && Float(thirds) >= Float(body) * Self.headingRatio }
}
