/// What opens an item of a list in reStructuredText.
struct RestructuredTextMarker {
    /// Characters up to the item's text.
    var width: Int
    /// The number as written, nil for a bullet.
    var number: String?
    /// Whether it is a line whose end is kept, as in verse: `| text`.
    var isLineBlock = false

    init?(_ line: Substring) {
        let mark = line.prefix { $0 != " " }
        let spaces = line.dropFirst(mark.count).prefix { $0 == " " }.count
        guard !mark.isEmpty, spaces > 0 else { return nil }
        width = mark.count + spaces
        switch mark {
        case "-", "*", "+", "•": return
        case "|": isLineBlock = true
        case "#.": number = nil
        default:
            let inside = mark.hasPrefix("(") ? mark.dropFirst() : mark
            guard let end = inside.last, end == "." || end == ")", inside.count <= 5 else { return nil }
            let name = inside.dropLast()
            let isNumber = !name.isEmpty && name.utf8.allSatisfy(\.isDigit)
            guard isNumber || name.count == 1 && name.utf8.allSatisfy(\.isLetter) else { return nil }
            number = String(mark)
        }
    }
}
