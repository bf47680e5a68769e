/// Divides Org into blocks. Source: orgmode.org, "Org Syntax".
struct OrgParser: LineMarkupParser {
    var blocks: MarkupBlocks
    /// Kinds of blocks of which no end was found, so that it need not be looked for again.
    private var endless: Set<Substring> = []

    init(cancellation: Cancellation) {
        blocks = MarkupBlocks(cancellation: cancellation, inline: Self.plain)
    }

    mutating func read(_ lines: [MarkupLine], _ index: Int) throws -> Int {
        let line = lines[index]
        let text = line.trimmed
        let here = line.number...line.number
        if text.isEmpty {
            try blocks.endParagraph()
        } else if let title = Self.heading(line.text) {
            try blocks.heading(title.text, level: title.level, lines: here)
        } else if text.hasPrefix("#+") {
            return try readKeyword(lines, index)
        } else if text == "#" || text.hasPrefix("# ") {
            try blocks.paragraph(text.dropFirst().trimmingSpaces(), lines: here, isHidden: true)
        } else if text.hasPrefix("|") {
            return try readTable(lines, index)
        } else if text == ":" || text.hasPrefix(": ") {
            let end = lines[index...].firstIndex { !$0.trimmed.hasPrefix(": ") && $0.trimmed != ":" } ?? lines.count
            try blocks.code(
                lines[index..<end].map { MarkupLine(text: $0.trimmed.dropFirst(2), number: $0.number) })
            return end
        } else if text.hasPrefix(":"), text.hasSuffix(":"), text.utf8.count > 2, !text.contains(" ") {
            // The name of a drawer or its end; what is in it is text.
            try blocks.endParagraph()
        } else if let item = Self.item(line) {
            try blocks.beginItem(number: item.number)
            blocks.add(MarkupLine(text: item.text, number: line.number))
        } else if text.utf8.count >= 5, text.utf8.allSatisfy({ $0 == 0x2D }) {
            try blocks.endItem()
        } else {
            blocks.add(text.hasPrefix(":") ? MarkupLine(text: text.dropFirst(), number: line.number) : line)
        }
        return index + 1
    }

    private static func heading(_ text: Substring) -> (text: Substring, level: Int)? {
        let level = text.prefix { $0 == "*" }.count
        guard level > 0, text.dropFirst(level).first == " " else { return nil }
        let title = text.dropFirst(level).trimmingSpaces()
        return title.isEmpty ? nil : (title, level)
    }

    private static func item(_ line: MarkupLine) -> (text: Substring, number: String?)? {
        let text = line.trimmed
        guard let space = text.firstIndex(of: " ") else { return nil }
        let mark = text[..<space]
        let rest = text[space...].trimmingSpaces()
        if mark == "-" || mark == "+" || mark == "*" && line.indent > 0 { return (rest, nil) }
        guard let end = mark.last, end == "." || end == ")", mark.utf8.count <= 5,
            mark.utf8.count > 1, mark.dropLast().utf8.allSatisfy(\.isDigit)
        else { return nil }
        return (rest, String(mark))
    }

    /// Reads `#+KEYWORD: value` and `#+begin_… #+end_…`.
    private mutating func readKeyword(_ lines: [MarkupLine], _ index: Int) throws -> Int {
        let text = lines[index].trimmed.dropFirst(2)
        let here = lines[index].number...lines[index].number
        let word = text.prefix { $0 != " " && $0 != ":" }.lowercased()
        if word.hasPrefix("begin_") {
            let kind = word.dropFirst(6).prefix(40)
            let isVerbatim = ["src", "example", "export", "comment"].contains(kind)
            let last =
                isVerbatim && !endless.contains(kind)
                ? lines[(index + 1)...].firstIndex { $0.trimmed.lowercased().hasPrefix("#+end_\(kind)") } : nil
            guard let last else {
                endless.insert(kind)
                try blocks.endItem()
                return index + 1
            }
            let content = Array(lines[(index + 1)..<last])
            if kind == "comment" {
                try blocks.comment(content.map(\.trimmed), lines: here.lowerBound...lines[last].number)
            } else {
                try blocks.code(content)
            }
            return last + 1
        }
        guard let colon = text.firstIndex(of: ":") else {
            try blocks.endItem()
            return index + 1
        }
        let value = text[colon...].dropFirst().trimmingSpaces()
        if word == "title", !value.isEmpty {
            blocks.title = Self.plain(String(value))
            try blocks.paragraph(value, lines: here)
        } else if ["author", "date", "email", "description", "caption", "subtitle", "keywords", "include"].contains(
            word)
        {
            try blocks.paragraph(word == "caption" ? value : "\(word): \(value)"[...], lines: here)
        }
        return index + 1
    }

    private mutating func readTable(_ lines: [MarkupLine], _ index: Int) throws -> Int {
        var rows: [(cells: [String], lines: ClosedRange<Int>)] = []
        var hasHeader = false
        var end = index
        while end < lines.count, lines[end].trimmed.hasPrefix("|") {
            let text = lines[end].trimmed
            if text.hasPrefix("|-") {
                hasHeader = hasHeader || rows.count == 1
            } else {
                var cells = text.dropFirst().split(separator: "|", omittingEmptySubsequences: false)
                if text.hasSuffix("|") { cells.removeLast() }
                rows.append((cells.map { String($0.trimmingSpaces()) }, lines[end].number...lines[end].number))
            }
            end += 1
        }
        try blocks.table(rows, hasHeader: hasHeader)
        return end
    }

    private static let marks = MarkupInline(marks: ["*", "/", "_", "+"], literals: ["=", "~"])

    private static func plain(_ text: String) -> String {
        let links = text.replacing(from: "[[", to: "]]") { inside in
            guard let mark = inside.range(ofMark: "][") else { return String(inside) }
            return String(inside[mark.upperBound...])
        }
        return marks.plain(links)
    }
}
