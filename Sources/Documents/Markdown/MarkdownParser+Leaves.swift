extension MarkdownParser {
    /// Reads what is left of a line once its containers are known.
    mutating func readLeaf(_ line: MarkdownLine, number: Int) throws {
        let (columns, next) = line.indentation(in: bytes)
        guard next < line.end else { return }
        if columns >= 4, leaf != .paragraph, leaf != .table {
            if leaf != .indentedCode { try begin(.indentedCode, number: number) }
            return appendRaw(line, number: number, indent: 4)
        }
        if leaf == .indentedCode { try flush() }
        let rest = next..<line.end
        if columns < 4 {
            if leaf == .paragraph, let level = MarkdownSyntax.setextLevel(bytes, rest) {
                return try endHeading(level: level, number: number)
            }
            if MarkdownSyntax.isThematicBreak(bytes, rest) { return try flush() }
            if let level = MarkdownSyntax.headingLevel(bytes, rest) {
                try flush()
                return try appendHeading(MarkdownSyntax.headingText(bytes, rest), level: level, lines: number...number)
            }
            if let fence = MarkdownSyntax.fence(bytes, rest) {
                // The text of a fence begins on the next line.
                try begin(.fence(byte: fence.byte, length: fence.length, indent: columns), number: number + 1)
                return
            }
            if let html = MarkdownHTML(bytes, rest, inParagraph: leaf == .paragraph) {
                try begin(.html(html), number: number)
                return try readHTML(line, number: number, html)
            }
            if leaf == .paragraph, try beginTable(rest, number: number) { return }
        }
        if leaf == .table { return appendRow(rest, number: number) }
        if leaf != .paragraph { try begin(.paragraph, number: number) }
        appendToParagraph(line, number: number)
    }

    mutating func begin(_ next: Leaf, number: Int) throws {
        try flush()
        leaf = next
        lines = number...number
    }

    mutating func appendToParagraph(_ line: MarkdownLine, number: Int) {
        let start = line.indentation(in: bytes).next
        if !buffer.isEmpty { buffer.append(0x0A) }
        lastLineStart = buffer.count
        buffer.append(contentsOf: bytes[start..<line.end])
        lines = lines.lowerBound...number
    }

    /// Adds a line of code or HTML, without up to `indent` columns of its indentation.
    mutating func appendRaw(_ line: MarkdownLine, number: Int, indent: Int) {
        var line = line
        line.skip(columns: indent, in: bytes)
        if number > lines.lowerBound { buffer.append(0x0A) }
        for _ in 0..<line.leftover { buffer.append(0x20) }
        buffer.append(contentsOf: bytes[line.position..<line.end])
        lines = lines.lowerBound...max(lines.lowerBound, number)
    }

    mutating func readFenced(_ line: MarkdownLine, number: Int, byte: UInt8, length: Int, indent: Int) throws {
        let (columns, next) = line.indentation(in: bytes)
        if columns <= 3, MarkdownSyntax.closesFence(bytes, next..<line.end, byte: byte, length: length) {
            return try flush()
        }
        appendRaw(line, number: number, indent: indent)
        // A fence that is never closed holds the rest of the file; it comes in pieces.
        if buffer.count > 65_536 { try begin(leaf, after: number) }
    }

    private mutating func begin(_ next: Leaf, after number: Int) throws {
        try begin(next, number: number + 1)
    }

    mutating func readHTML(_ line: MarkdownLine, number: Int, _ html: MarkdownHTML) throws {
        let start = buffer.count
        appendRaw(line, number: number, indent: 0)
        if html.ends(in: buffer[start...]) { try flush() }
    }

    private mutating func endHeading(level: Int, number: Int) throws {
        let content = references.withoutDefinitions(buffer)
        buffer = []
        leaf = .none
        try appendHeading(content, level: level, lines: lines.lowerBound...number)
    }

    private mutating func appendHeading(_ content: [UInt8], level: Int, lines: ClosedRange<Int>) throws {
        var reader = MarkdownInline(content, references: references)
        let inline = reader.read()
        try collector.appendHeading(
            inline.text.onOneLine, level: level, at: Location(lines: lines),
            opensSection: containers.isEmpty)
        isItemPending = false
    }

    /// Ends the open leaf and adds what it holds.
    mutating func flush() throws {
        let ended = leaf
        let location = Location(lines: lines)
        leaf = .none
        guard !buffer.isEmpty else { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        switch ended {
        case .none: break
        case .paragraph: try flushParagraph(at: location)
        case .table:
            isItemPending = false
            try collector.append(.table, String(decoding: buffer, as: UTF8.self), at: location)
        case .indentedCode, .fence:
            isItemPending = false
            try flushCode(at: lines)
        case .html(let html):
            try html.append(buffer, to: &collector, firstLine: lines.lowerBound, cancellation: cancellation)
        }
    }

    private mutating func flushParagraph(at location: Location) throws {
        let content = references.withoutDefinitions(buffer)
        var reader = MarkdownInline(content, references: references)
        let inline = reader.read()
        var kind = Block.Kind.paragraph
        var text = inline.text
        if isItemPending, case .item(_, let number) = containers.last {
            kind = .listItem
            if let number { text = "\(number). \(text)" }
        }
        isItemPending = false
        try collector.append(kind, text, at: location)
        for comment in inline.hidden { try collector.append(.paragraph, comment, at: location, isHidden: true) }
    }

    /// Adds code without the empty lines at its end.
    private mutating func flushCode(at lines: ClosedRange<Int>) throws {
        var end = buffer.count
        var last = lines.upperBound
        while end > 0, buffer[end - 1].isSpace {
            if buffer[end - 1] == 0x0A { last -= 1 }
            end -= 1
        }
        guard end > 0 else { return }
        let text = String(decoding: buffer[..<end], as: UTF8.self)
        try collector.append(.code, text, at: Location(lines: lines.lowerBound...max(lines.lowerBound, last)))
    }
}
