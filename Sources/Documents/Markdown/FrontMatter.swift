/// The YAML or TOML between `---` or `+++` at the start of a Markdown file.
struct FrontMatter {
    /// Lines from which on an opening rule without a closing one is taken for a thematic break.
    private static let maximumLines = 1_000

    /// The lines, both rules among them.
    var lineCount: Int
    /// The bytes between the rules.
    var content: Range<Int>
    /// The value of the key `title`.
    var title: String?

    /// The front matter of a text, nil if it has none.
    init?(_ bytes: [UInt8]) {
        var cursor = LineCursor()
        guard let first = cursor.next(in: bytes) else { return nil }
        let rule = Self.trimmed(bytes[first])
        guard rule.elementsEqual("---".utf8) || rule.elementsEqual("+++".utf8) else { return nil }
        let start = first.upperBound + 1
        var hasKey = false
        while cursor.number < Self.maximumLines, let range = cursor.next(in: bytes) {
            let line = Self.trimmed(bytes[range])
            if line.elementsEqual(rule) || rule.first == 0x2D && line.elementsEqual("...".utf8) {
                guard hasKey else { return nil }
                lineCount = cursor.number
                content = start..<max(start, range.lowerBound - 1)
                return
            }
            guard let mark = line.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) else {
                continue
            }
            hasKey = true
            let isTop = bytes[range].first.map { !$0.isSpace } ?? false
            if isTop, title == nil, Self.trimmed(line[..<mark]).elementsEqual("title".utf8) {
                title = Self.value(line[(mark + 1)...])
            }
        }
        return nil
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> String? {
        var text = trimmed(bytes)
        if text.count > 1, let quote = text.first, quote == text.last,
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        {
            text = text.dropFirst().dropLast()
        }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self).asTitle
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let first = line.first, first.isSpace { line.removeFirst() }
        while let last = line.last, last.isSpace { line.removeLast() }
        return line
    }
}
