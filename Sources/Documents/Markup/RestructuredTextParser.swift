/// Divides reStructuredText into blocks. Source: docutils, "reStructuredText Markup Specification".
struct RestructuredTextParser {
    /// Parts within parts; deeper ones are read as code.
    private static let maximumDepth = 24

    private(set) var blocks: MarkupBlocks
    /// The styles of titles in the order of their first use, which is that of their levels.
    private var styles: [String] = []

    init(cancellation: Cancellation) {
        blocks = MarkupBlocks(cancellation: cancellation, inline: RestructuredTextInline.plain)
    }

    mutating func parse(_ lines: [MarkupLine]) throws {
        try parse(lines[...], depth: 0)
        try blocks.endItem()
    }

    private mutating func parse(_ lines: ArraySlice<MarkupLine>, depth: Int) throws {
        guard depth <= Self.maximumDepth else { return try blocks.code(Array(lines)) }
        var index = lines.startIndex
        while index < lines.endIndex {
            if index & 0xFF == 0 { try blocks.checkCancellation() }
            let line = lines[index]
            if line.isBlank {
                try blocks.endParagraph()
                index += 1
            } else if let next = try readTitle(lines, index) {
                index = next
            } else if !blocks.hasOpenParagraph, let next = try readTable(lines, index) {
                index = next
            } else if !blocks.hasOpenParagraph, line.indent > 0 {
                let end = Self.endOfIndented(lines, index, minimum: 1)
                let indent = lines[index..<end].filter { !$0.isBlank }.map(\.indent).min() ?? 1
                try parse(lines[index..<end].map { $0.dedented(indent) }[...], depth: depth + 1)
                index = end
            } else if !blocks.hasOpenParagraph, line.text.hasPrefix(".. ") || line.text == ".." {
                index = try readExplicit(lines, index, depth: depth)
            } else if !blocks.hasOpenParagraph, let next = try readItem(lines, index, depth: depth) {
                index = next
            } else if !blocks.hasOpenParagraph, line.text.hasPrefix(">>> ") {
                let end = lines[index...].firstIndex(where: \.isBlank) ?? lines.endIndex
                try blocks.code(Array(lines[index..<end]))
                index = end
            } else {
                index = try readText(lines, index)
            }
        }
        try blocks.endParagraph()
    }

    // MARK: Text

    private mutating func readText(_ lines: ArraySlice<MarkupLine>, _ index: Int) throws -> Int {
        var line = lines[index]
        var next = index + 1
        guard line.trimmed.hasSuffix("::"), next == lines.endIndex || lines[next].isBlank else {
            // Verse goes on.
            if blocks.hasOpenParagraph, line.text.hasPrefix("| ") { line.text = line.text.dropFirst(2) }
            // `:name: value` is a field of its own.
            if line.text.hasPrefix(":"), line.text.dropFirst().contains(": ") {
                try blocks.endParagraph()
                line.text = line.text.dropFirst()
            }
            blocks.add(line)
            return next
        }
        // An indented text that follows is code.
        let text = line.trimmed.dropLast(2)
        if !text.trimmingSpaces().isEmpty { blocks.add(MarkupLine(text: text + ":", number: line.number)) }
        try blocks.endParagraph()
        while next < lines.endIndex, lines[next].isBlank { next += 1 }
        guard next < lines.endIndex, lines[next].indent > 0 else { return next }
        let end = Self.endOfIndented(lines, next, minimum: 1)
        try blocks.code(Array(lines[next..<end]))
        return end
    }

    /// A title with a line of marks under it, or over and under it.
    private mutating func readTitle(_ lines: ArraySlice<MarkupLine>, _ index: Int) throws -> Int? {
        guard !blocks.hasOpenParagraph, lines[index].indent == 0 || Self.rule(lines[index]) == nil else { return nil }
        if let over = Self.rule(lines[index]) {
            guard index + 2 < lines.endIndex, !lines[index + 1].isBlank, Self.rule(lines[index + 2]) == over else {
                // A line of marks on its own divides parts.
                let isAlone = index + 1 >= lines.endIndex || lines[index + 1].isBlank
                return isAlone && lines[index].trimmed.count >= 4 ? index + 1 : nil
            }
            try addTitle(
                lines[index + 1], style: "\(over)\(over)", lines: lines[index].number...lines[index + 2].number)
            return index + 3
        }
        guard lines[index].indent == 0, index + 1 < lines.endIndex, let under = Self.rule(lines[index + 1]) else {
            return nil
        }
        let width = lines[index + 1].trimmed.count
        guard width >= min(4, lines[index].trimmed.count) else { return nil }
        try addTitle(lines[index], style: "\(under)", lines: lines[index].number...lines[index + 1].number)
        return index + 2
    }

    private mutating func addTitle(_ line: MarkupLine, style: String, lines: ClosedRange<Int>) throws {
        if !styles.contains(style) { styles.append(style) }
        let level = (styles.firstIndex(of: style) ?? 0) + 1
        try blocks.heading(line.trimmed, level: level, lines: lines)
    }

    /// The mark that a line repeats, nil for other lines.
    private static func rule(_ line: MarkupLine) -> Character? {
        let text = line.text.trimmingSpaces()
        guard line.indent == 0, let first = text.first, text.utf8.count >= 2, text.utf8.count <= 1_000,
            let byte = first.asciiValue, byte.isPunctuation, text.utf8.allSatisfy({ $0 == byte })
        else { return nil }
        // Three dots or colons are text.
        return text.utf8.count < 4 && ".:".contains(first) ? nil : first
    }

    static func endOfIndented(_ lines: ArraySlice<MarkupLine>, _ start: Int, minimum: Int) -> Int {
        var end = start
        var index = start
        while index < lines.endIndex, lines[index].isBlank || lines[index].indent >= minimum {
            if !lines[index].isBlank { end = index + 1 }
            index += 1
        }
        return max(end, start)
    }

    // MARK: Lists

    private mutating func readItem(_ lines: ArraySlice<MarkupLine>, _ index: Int, depth: Int) throws -> Int? {
        guard let marker = RestructuredTextMarker(lines[index].text) else { return nil }
        if marker.width >= lines[index].text.count { return nil }
        let end = Self.endOfIndented(lines, index + 1, minimum: marker.isLineBlock ? Int.max : marker.width)
        if marker.isLineBlock {
            blocks.add(MarkupLine(text: lines[index].text.dropFirst(2), number: lines[index].number))
            return index + 1
        }
        try blocks.beginItem(number: marker.number)
        var part = lines[index..<end].map { $0.dedented(marker.width) }
        part[0].text = lines[index].text.dropFirst(marker.width)
        try parse(part[...], depth: depth + 1)
        try blocks.endItem()
        return end
    }

    // MARK: Explicit markup

    /// Reads what begins with two dots: a directive, a target, a note or a comment.
    private mutating func readExplicit(_ lines: ArraySlice<MarkupLine>, _ index: Int, depth: Int) throws -> Int {
        let line = lines[index]
        let end = Self.endOfIndented(lines, index + 1, minimum: 1)
        let head = line.text.dropFirst(2).trimmingSpaces()
        var content = Array(lines[(index + 1)..<end])
        if let mark = head.range(ofMark: "::"), !head.hasPrefix("_"),
            !head[..<mark.lowerBound].contains(where: { $0 == " " && !head.hasPrefix("|") })
        {
            let name = head[..<mark.lowerBound]
            let argument = head[mark.upperBound...].trimmingSpaces()
            try readDirective(String(name), argument, &content, line, depth: depth)
        } else if head.hasPrefix("_") || head.hasPrefix("__") {
            // A target for links.
        } else if head.hasPrefix("[") {
            let indent = content.filter { !$0.isBlank }.map(\.indent).min() ?? 0
            let first = MarkupLine(text: head, number: line.number)
            try parse(([first] + content.map { $0.dedented(indent) })[...], depth: depth + 1)
        } else {
            let last = content.last?.number ?? line.number
            try blocks.comment([head] + content.map(\.trimmed), lines: line.number...last)
        }
        return max(end, index + 1)
    }

    private mutating func readDirective(
        _ name: String, _ argument: Substring, _ content: inout [MarkupLine], _ line: MarkupLine, depth: Int
    ) throws {
        let name = name.lowercased()
        var options: [String: Substring] = [:]
        while let first = content.first, first.trimmed.hasPrefix(":"),
            let mark = first.trimmed.dropFirst().firstIndex(of: ":")
        {
            options[String(first.trimmed[..<mark].dropFirst())] = first.trimmed[mark...].dropFirst().trimmingSpaces()
            content.removeFirst()
        }
        let here = line.number...line.number
        let indent = content.filter { !$0.isBlank }.map(\.indent).min() ?? 0
        let body = content.map { $0.dedented(indent) }
        switch name {
        case "code", "code-block", "sourcecode", "math", "parsed-literal", "raw", "highlight", "prompt", "graphviz":
            let caption = options["caption"].map { [$0] } ?? []
            let isText = name == "math" && !argument.isEmpty
            for text in caption + (isText ? [argument] : []) { try blocks.paragraph(text, lines: here) }
            try blocks.code(content)
        case "csv-table", "list-table", "table":
            if !argument.isEmpty { try blocks.paragraph(argument, lines: here) }
            if name == "csv-table" {
                try readCSV(body, header: options["header"], line)
            } else if name == "list-table" {
                try readListTable(body, hasHeader: (options["header-rows"].flatMap { Int($0) } ?? 0) > 0)
            } else {
                try parse(body[...], depth: depth + 1)
            }
        case "title": blocks.title = String(argument)
        case "toctree", "contents", "include", "literalinclude", "index":
            if let caption = options["caption"] { try blocks.paragraph(caption, lines: here) }
            if !argument.isEmpty { blocks.add(MarkupLine(text: argument, number: line.number)) }
            for entry in body where !entry.isBlank { blocks.add(entry) }
            try blocks.endParagraph()
        case "image", "figure":
            if let text = options["alt"] { try blocks.paragraph(text, lines: here) }
            try parse(body[...], depth: depth + 1)
        default:
            if name.hasPrefix("|") {
                if !argument.isEmpty { try blocks.paragraph(argument, lines: here) }
            } else if !argument.isEmpty {
                let isNote = ["note", "warning", "tip", "hint", "important", "caution", "danger", "error", "attention"]
                    .contains(name)
                blocks.add(MarkupLine(text: isNote ? "\(name): \(argument)"[...] : argument, number: line.number))
            }
            try parse(body[...], depth: depth + 1)
        }
    }

    private mutating func readCSV(_ body: [MarkupLine], header: Substring?, _ line: MarkupLine) throws {
        var rows: [(cells: [String], lines: ClosedRange<Int>)] = []
        if let header {
            var scanner = DelimitedScanner(Array(header.utf8), delimiter: UInt8(ascii: ","))
            if let row = scanner.next() { rows.append((row.cells, line.number...line.number)) }
        }
        let first = body.first?.number ?? line.number
        let text = body.map { String($0.text) }.joined(separator: "\n")
        var scanner = DelimitedScanner(Array(text.utf8), delimiter: UInt8(ascii: ","), from: (0, first))
        while let row = scanner.next() { rows.append((row.cells, row.lines)) }
        try blocks.table(rows, hasHeader: header != nil)
    }

    /// Rows are items of a list, cells items of a list in it.
    private mutating func readListTable(_ body: [MarkupLine], hasHeader: Bool) throws {
        var rows: [(cells: [String], lines: ClosedRange<Int>)] = []
        for line in body where !line.isBlank {
            var text = line.trimmed
            let isRow = line.indent == 0 && (text.hasPrefix("* -") || text.hasPrefix("- *"))
            if isRow { text = text.dropFirst(2) }
            let isCell =
                isRow || line.indent > 0 && (text.hasPrefix("- ") || text.hasPrefix("* ") || text == "-" || text == "*")
            if isCell { text = text.dropFirst(1).trimmingSpaces() }
            if isRow || rows.isEmpty { rows.append(([], line.number...line.number)) }
            if isCell || rows[rows.count - 1].cells.isEmpty {
                rows[rows.count - 1].cells.append(String(text))
            } else {
                rows[rows.count - 1].cells[rows[rows.count - 1].cells.count - 1] += " \(text)"
            }
            rows[rows.count - 1].lines = rows[rows.count - 1].lines.lowerBound...line.number
        }
        try blocks.table(rows, hasHeader: hasHeader)
    }

    private mutating func readTable(_ lines: ArraySlice<MarkupLine>, _ index: Int) throws -> Int? {
        guard let table = RestructuredTextTable(lines, at: index) else { return nil }
        try blocks.table(table.rows, hasHeader: table.hasHeader)
        return table.end
    }
}

extension Substring {
    /// Where a mark stands first.
    func range(ofMark mark: String) -> Range<Index>? {
        guard let first = mark.first else { return nil }
        var rest = self
        while let start = rest.firstIndex(of: first) {
            if rest[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
            rest = rest[index(after: start)...]
        }
        return nil
    }
}
