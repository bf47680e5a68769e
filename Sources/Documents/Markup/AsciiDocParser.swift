/// Divides AsciiDoc into blocks. Source: docs.asciidoctor.org, "AsciiDoc Language".
struct AsciiDocParser: LineMarkupParser {
    var blocks: MarkupBlocks
    /// Delimiters of which no second was found, so that it need not be looked for again.
    private var endless: Set<Substring> = []
    /// Whether the attributes above a block say that its first row is a header.
    private var statesHeader = false
    /// The columns that the attributes above a table state.
    private var statedColumns: Int?

    init(cancellation: Cancellation) {
        blocks = MarkupBlocks(cancellation: cancellation, inline: Self.plain)
    }

    mutating func read(_ lines: [MarkupLine], _ index: Int) throws -> Int {
        let line = lines[index]
        let text = line.trimmed
        if text.isEmpty {
            try blocks.endParagraph()
            return index + 1
        }
        if let next = try readDelimited(lines, index) { return next }
        if let next = try readTitle(lines, index) { return next }
        let here = line.number...line.number
        if text.hasPrefix("//"), !text.hasPrefix("///") {
            try blocks.paragraph(text.dropFirst(2).trimmingSpaces(), lines: here, isHidden: true)
        } else if text == "+" || text.hasPrefix("[[") && text.hasSuffix("]]") {
            try blocks.endParagraph()
        } else if text.hasPrefix("["), text.hasSuffix("]"), !blocks.hasOpenParagraph {
            readAttributes(text.dropFirst().dropLast())
        } else if text.hasPrefix(":"), let mark = text.dropFirst().firstIndex(of: ":"), !text[..<mark].contains(" ") {
            let value = text[mark...].dropFirst().trimmingSpaces()
            if !value.isEmpty { try blocks.paragraph("\(text[..<mark].dropFirst()): \(value)", lines: here) }
        } else if text.hasPrefix("."), let second = text.dropFirst().first, second != ".", second != " ",
            !blocks.hasOpenParagraph
        {
            try blocks.paragraph(text.dropFirst(), lines: here)
        } else if let macro = Self.blockMacro(text) {
            if !macro.isEmpty { try blocks.paragraph(macro, lines: here) }
        } else if let item = Self.item(text) {
            try blocks.beginItem(number: item.number)
            blocks.add(MarkupLine(text: item.text, number: line.number))
        } else if line.text.first == " ", !blocks.hasOpenParagraph {
            // An indented paragraph is shown as it is written.
            let end = lines[index...].firstIndex(where: \.isBlank) ?? lines.count
            try blocks.code(Array(lines[index..<end]))
            return end
        } else if let mark = text.range(ofMark: ":: ") {
            // A term and its meaning.
            blocks.add(
                MarkupLine(text: "\(text[..<mark.lowerBound]): \(text[mark.upperBound...])"[...], number: line.number))
        } else {
            blocks.add(text.hasSuffix("::") ? MarkupLine(text: text.dropLast(), number: line.number) : line)
        }
        return index + 1
    }

    private mutating func readAttributes(_ text: Substring) {
        statesHeader = statesHeader || text.contains("header")
        if let columns = text.range(ofMark: "cols=") {
            let value = text[columns.upperBound...].drop { $0 == "\"" }.prefix { $0 != "\"" && $0 != "]" }
            if let star = value.firstIndex(of: "*"), let count = Int(value[..<star]) {
                statedColumns = count
            } else {
                statedColumns = value.split(separator: ",").count
            }
        }
    }

    private mutating func readTitle(_ lines: [MarkupLine], _ index: Int) throws -> Int? {
        let text = lines[index].text
        guard let first = text.first else { return nil }
        if first == "=" || first == "#" {
            let level = text.prefix { $0 == first }.count
            guard level <= 6, text.dropFirst(level).first == " " else { return nil }
            let title = text.dropFirst(level).trimmingSpaces()
            guard !title.isEmpty else { return nil }
            try blocks.heading(title, level: level, lines: lines[index].number...lines[index].number)
            return index + 1
        }
        // The older style: a line of marks of the title's length under it.
        guard !blocks.hasOpenParagraph, index + 1 < lines.count, let mark = lines[index + 1].text.first,
            let level = ["=", "-", "~", "^", "+"].firstIndex(of: mark)
        else { return nil }
        let rule = lines[index + 1].text
        guard rule.utf8.count >= 3, abs(rule.count - text.trimmingSpaces().count) <= 2, rule.allSatisfy({ $0 == mark }),
            text.first?.isLetter == true || text.first?.isNumber == true
        else { return nil }
        try blocks.heading(
            text.trimmingSpaces(), level: level + 1, lines: lines[index].number...lines[index + 1].number)
        return index + 2
    }

    // MARK: Delimited blocks

    private mutating func readDelimited(_ lines: [MarkupLine], _ index: Int) throws -> Int? {
        let rule = lines[index].trimmed
        guard let first = rule.first, rule.utf8.count >= 3 || rule == "--" else { return nil }
        let isRepeated = rule.utf8.count >= 4 && rule.allSatisfy { $0 == first }
        let isTable = rule == "|===" || rule == ",===" || rule == ";===" || rule == "!==="
        let isFence = rule.hasPrefix("```")
        switch first {
        case "=" where isRepeated, "*" where isRepeated, "_" where isRepeated, "-" where rule == "--":
            // What is in these reads like any other text.
            try blocks.endItem()
            return index + 1
        case "-" where isRepeated, "." where isRepeated, "+" where isRepeated, "/" where isRepeated, "`" where isFence:
            break
        case _ where isTable: break
        default: return nil
        }
        let close = isFence ? "```" : rule
        let last = endless.contains(close) ? nil : lines[(index + 1)...].firstIndex { $0.trimmed == close }
        // A block without end would swallow the rest.
        guard let last else {
            endless.insert(close)
            try blocks.endParagraph()
            return index + 1
        }
        let content = Array(lines[(index + 1)..<last])
        if isTable {
            try readTable(content, delimiter: first)
        } else if first == "/" {
            try blocks.comment(content.map(\.trimmed), lines: lines[index].number...lines[last].number)
        } else {
            try blocks.code(content)
        }
        return last + 1
    }

    private mutating func readTable(_ lines: [MarkupLine], delimiter: Character) throws {
        var cells: [(text: String, lines: ClosedRange<Int>)] = []
        var columns = statedColumns
        var hasHeader = statesHeader
        let mark: Character = delimiter == "," || delimiter == ";" ? delimiter : delimiter == "!" ? "!" : "|"
        for (index, line) in lines.enumerated() where !line.isBlank {
            var parts = line.text.split(separator: mark, omittingEmptySubsequences: false)
            let here = line.number...line.number
            if mark == "|" || mark == "!" {
                let before = parts.removeFirst()
                // Text before the first bar goes on with the cell above; a mark such as `2+` does not.
                if !before.trimmingSpaces().isEmpty, !Self.isCellMark(before.trimmingSpaces()), !cells.isEmpty {
                    cells[cells.count - 1].text += "\n\(before.trimmingSpaces())"
                    cells[cells.count - 1].lines = cells[cells.count - 1].lines.lowerBound...line.number
                }
            }
            for (number, part) in parts.enumerated() {
                var text = part.trimmingSpaces()
                // The mark of the next cell stands at the end of this one.
                if number + 1 < parts.count, let space = text.lastIndex(of: " "),
                    Self.isCellMark(text[space...].dropFirst())
                {
                    text = text[..<space].trimmingSpaces()
                }
                cells.append((String(text), here))
            }
            if columns == nil, !parts.isEmpty {
                columns = parts.count
                hasHeader = hasHeader || index + 1 < lines.count && lines[index + 1].isBlank && index == 0
            }
        }
        let width = max(1, columns ?? 1)
        var rows: [(cells: [String], lines: ClosedRange<Int>)] = []
        for start in stride(from: 0, to: cells.count, by: width) {
            let part = cells[start..<min(cells.count, start + width)]
            let last = part.map(\.lines.upperBound).max() ?? 1
            rows.append((part.map(\.text), part[start].lines.lowerBound...max(part[start].lines.lowerBound, last)))
        }
        try blocks.table(rows, hasHeader: hasHeader)
        statesHeader = false
        statedColumns = nil
    }

    /// Whether a text is a mark for what follows, such as `a`, `2+` or `.3+^`.
    private static func isCellMark(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 8 else { return false }
        if text.utf8.count == 1 { return "aehlmsv<^>".contains(text) }
        return text.contains("+") && text.utf8.allSatisfy { $0.isDigit || "+.*<^>aehlmsv".utf8.contains($0) }
    }

    // MARK: Lines

    /// What a macro on its own line shows, nil for other lines: `image::x.png[A duck]`.
    private static func blockMacro(_ text: Substring) -> Substring? {
        guard let mark = text.range(ofMark: "::"), text.hasSuffix("]"), let open = text.firstIndex(of: "["),
            open >= mark.upperBound
        else { return nil }
        let name = text[..<mark.lowerBound]
        guard !name.isEmpty, name.utf8.allSatisfy(\.isLetter) else { return nil }
        let inside = text[open...].dropFirst().dropLast()
        if name == "include" { return text[mark.upperBound..<open] }
        return ["image", "video", "audio"].contains(name) ? inside.prefix { $0 != "," } : ""
    }

    /// The item that a line opens.
    private static func item(_ text: Substring) -> (text: Substring, number: String?)? {
        guard let space = text.firstIndex(where: { $0 == " " || $0 == "\t" }) else { return nil }
        let mark = text[..<space]
        let rest = text[space...].trimmingSpaces()
        guard let first = mark.first, mark.utf8.count <= 6 else { return nil }
        if mark == "-" || first == "*" && mark.allSatisfy({ $0 == "*" }) { return (rest, nil) }
        if first == ".", mark.allSatisfy({ $0 == "." }) { return (rest, nil) }
        if mark.hasSuffix("."), mark.dropLast().utf8.allSatisfy(\.isDigit) { return (rest, String(mark)) }
        if mark.hasPrefix("<"), mark.hasSuffix(">") { return (rest, nil) }
        return nil
    }

    private static let marks = MarkupInline(
        marks: ["**", "__", "##", "*", "_", "#"], literals: ["``", "`", "+"])

    private static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { "*_`#+[<:".utf8.contains($0) }) else { return text }
        var result = text.replacing(from: "<<", to: ">>") { inside in
            String(inside.split(separator: ",", maxSplits: 1).last ?? inside)
        }
        result = result.replacing(from: "[[", to: "]]") { _ in "" }
        result = result.replacing(from: "`+", to: "+`") { "`\($0)`" }
        return marks.plain(withoutMacros(result)).replacing(from: "::", to: "\n") {
            $0.contains(" ") ? ":\($0)\n" : nil
        }
    }

    /// Longer targets of links are text.
    private static let targetBytes = 400

    /// `link:url[text]`, `https://x.y[text]` and other macros as their text.
    private static func withoutMacros(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "["),
                let close = bytes[index...].prefix(1_000).firstIndex(of: UInt8(ascii: "]")),
                let start = result.suffix(Self.targetBytes).lastIndex(where: \.isSpace).map({ $0 + 1 })
                    ?? (result.isEmpty || result.count > Self.targetBytes ? nil : 0),
                start < result.count
            {
                var target = result[start...]
                while let first = target.first, "(\"'*_".utf8.contains(first) { target = target.dropFirst() }
                if let colon = target.firstIndex(of: UInt8(ascii: ":")), colon > target.startIndex,
                    target[..<colon].allSatisfy(\.isLetter)
                {
                    let inside = bytes[(index + 1)..<close]
                    let isOwn = ["link", "xref", "mailto"].contains { target[..<colon].elementsEqual($0.utf8) }
                    let url = String(decoding: isOwn ? target[(colon + 1)...] : target, as: UTF8.self)
                    result.removeSubrange(target.startIndex...)
                    let isEmpty = inside.isEmpty && !url.hasPrefix("image:")
                    result.append(contentsOf: isEmpty ? Array(url.utf8) : Array(inside))
                    index = close + 1
                    continue
                }
            }
            result.append(bytes[index])
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
