extension Substring {
    /// The text without spaces and tabs at its ends.
    func trimmingSpaces() -> Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}

extension String {
    /// The text as a document's title, which is one line of at most 300 characters.
    var asTitle: String { String(onOneLine.prefix(300)) }

    /// The text without line ends at its start and end.
    var trimmingLineEnds: String {
        guard utf8.first == 0x0A || utf8.last == 0x0A else { return self }
        let start = utf8.drop { $0 == 0x0A }
        let end = start.lastIndex { $0 != 0x0A }.map { start.index(after: $0) } ?? start.endIndex
        return String(start[..<end]) ?? self
    }

    /// The text with a space for each line end.
    var onOneLine: String {
        utf8.contains(0x0A) ? String(decoding: utf8.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self) : self
    }
}
