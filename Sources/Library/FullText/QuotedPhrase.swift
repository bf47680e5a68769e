/// What stands in quotation marks in a query, and is to be found as it stands there.
enum QuotedPhrase {
    /// Opening marks, and those that close each.
    private static let marks: [Character: Set<Character>] = [
        "\"": ["\""], "“": ["”", "“"], "„": ["“", "”"], "«": ["»"], "»": ["«"], "「": ["」"], "『": ["』"], "《": ["》"],
    ]

    /// The texts inside pairs of marks, in order; a mark without its pair is none.
    static func phrases(in query: String) -> [Substring] {
        var phrases: [Substring] = []
        var rest = query[...]
        while let open = rest.firstIndex(where: { marks[$0] != nil }) {
            let inside = rest[rest.index(after: open)...]
            guard let closing = marks[rest[open]], let close = inside.firstIndex(where: closing.contains) else {
                rest = inside
                continue
            }
            phrases.append(inside[..<close])
            rest = inside[inside.index(after: close)...]
        }
        return phrases
    }
}
