extension LaTeXParser {
    mutating func begin(_ start: Int) throws {
        guard let argument = argument() else { return }
        let name = String(decoding: bytes[argument].prefix(40), as: UTF8.self)
        let here = line
        advance(to: min(bytes.count, argument.upperBound + 1))
        let plain = name.hasSuffix("*") ? String(name.dropLast()) : name
        if Self.listKinds.contains(plain) {
            try endParagraph()
            lists.append(plain == "enumerate" || plain == "thebibliography" ? 1 : nil)
            if plain == "thebibliography", let argument = self.argument() { advance(to: argument.upperBound + 1) }
            return skipOptions()
        }
        let kind = Self.kinds[plain]
        guard let kind, !endless.contains(name), let end = LaTeXText.end(of: name, bytes, position) else {
            if kind != nil { endless.insert(name) }
            try endParagraph()
            return skipOptions()
        }
        try endParagraph()
        let inside = position..<end.start
        switch kind {
        case .code: try blocks.code(markupLines(inside, skipsFirst: true))
        case .mathematics: try blocks.code(markupLines(start..<end.end, from: here))
        case .table: try readTable(inside)
        case .comment: break
        }
        advance(to: end.end)
    }

    private enum Kind { case code, mathematics, table, comment }

    private static let kinds: [String: Kind] = {
        var kinds: [String: Kind] = ["comment": .comment]
        for name in ["verbatim", "lstlisting", "minted", "Verbatim", "alltt"] { kinds[name] = .code }
        for name in [
            "equation", "align", "gather", "multline", "eqnarray", "displaymath", "math", "flalign", "alignat",
        ] {
            kinds[name] = .mathematics
        }
        for name in ["tabular", "tabularx", "longtable", "tabulary", "tabbing"] { kinds[name] = .table }
        return kinds
    }()

    /// The lines of a range, the first of which may hold options of the environment.
    private func markupLines(_ range: Range<Int>, skipsFirst: Bool = false, from first: Int? = nil) -> [MarkupLine] {
        var number = first ?? line
        var result: [MarkupLine] = []
        for part in bytes[range].split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = String(decoding: part, as: UTF8.self)
            let isOption = skipsFirst && result.isEmpty && (text.hasPrefix("[") || text.hasPrefix("{"))
            result.append(MarkupLine(text: isOption ? "" : text[...], number: number))
            number += 1
        }
        return result
    }

    private mutating func readTable(_ range: Range<Int>) throws {
        // The columns' format.
        var start = range.lowerBound
        while let group = LaTeXText.group(bytes, start), group.end <= range.upperBound { start = group.end }
        var rows: [(cells: [String], lines: ClosedRange<Int>)] = []
        for row in LaTeXText.rows(bytes, start..<max(start, range.upperBound)) {
            let cells = row.cells.map { LaTeXText.plain(bytes[$0]).onOneLine }
            let first = line + bytes[range.lowerBound..<row.start].count { $0 == 0x0A }
            let last = first + bytes[row.start..<row.end].count { $0 == 0x0A }
            if cells.contains(where: { !$0.isEmpty }) { rows.append((cells, first...last)) }
        }
        try blocks.table(rows, hasHeader: true)
    }

    mutating func readMath() throws {
        let isDisplayed = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "$")
        let start = position
        advance(to: position + (isDisplayed ? 2 : 1))
        try readMath(from: start, closing: isDisplayed ? "$$" : "$")
    }

    /// Reads mathematics up to its end, if that comes before the paragraph's.
    mutating func readMath(from start: Int, closing: String) throws {
        let close = Array(closing.utf8)
        var end = position
        let limit = min(bytes.count, position + Self.mathematicsBytes)
        while end < limit, bytes[end] != close[0] || !bytes[end...].starts(with: close) {
            if bytes[end] == UInt8(ascii: "\\"), closing.hasPrefix("$") { end += 1 }
            if end + 1 < limit, bytes[end] == 0x0A, bytes[end + 1] == 0x0A { break }
            end += 1
        }
        guard end < limit, bytes[end...].starts(with: close) else {
            return add(bytes[start..<min(position, bytes.count)])
        }
        add(bytes[start..<end + close.count])
        advance(to: end + close.count)
        lines = (lines?.lowerBound ?? line)...line
    }
}
