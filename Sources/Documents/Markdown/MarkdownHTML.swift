/// A piece of HTML between the blocks of a Markdown text, and where it ends.
///
/// One deviation from CommonMark: a table goes on to its `</table>` over empty lines, as its writer meant it to.
enum MarkdownHTML: Equatable {
    /// Ends at a line that holds one of the words.
    case until([String])
    /// Ends at an empty line.
    case untilBlank

    /// Whether an empty line belongs to it.
    var continuesOverBlankLines: Bool { self != .untilBlank }

    /// The piece that begins on a line, nil if none does.
    init?(_ bytes: [UInt8], _ line: Range<Int>, inParagraph: Bool) {
        guard bytes[line.lowerBound] == UInt8(ascii: "<"), line.count > 1 else { return nil }
        let rest = bytes[(line.lowerBound + 1)..<line.upperBound]
        if rest.starts(with: "!--".utf8) {
            self = .until(["-->"])
        } else if rest.first == UInt8(ascii: "?") {
            self = .until(["?>"])
        } else if rest.starts(with: "![CDATA[".utf8) {
            self = .until(["]]>"])
        } else if rest.first == UInt8(ascii: "!"), rest.dropFirst().first?.isLetter == true {
            self = .until([">"])
        } else {
            let isClosing = rest.first == UInt8(ascii: "/")
            let afterSlash = isClosing ? rest.dropFirst() : rest
            let nameBytes = afterSlash.prefix(16).prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
            guard let first = nameBytes.first, first.isLetter else { return nil }
            let after = afterSlash.dropFirst(nameBytes.count).first
            guard after == nil || after?.isSpace == true || after == UInt8(ascii: ">") || after == UInt8(ascii: "/")
            else { return nil }
            let name = String(decoding: nameBytes, as: UTF8.self).lowercased()
            if !isClosing, ["script", "pre", "style", "textarea"].contains(name) {
                self = .until(["</script>", "</pre>", "</style>", "</textarea>"])
            } else if !isClosing, name == "table" {
                self = .until(["</table>"])
            } else if Self.blocks.contains(name) || !inParagraph && Self.isTag(afterSlash) {
                self = .untilBlank
            } else {
                return nil
            }
        }
    }

    /// Whether the piece ends on this line.
    func ends(in line: ArraySlice<UInt8>) -> Bool {
        guard case .until(let words) = self else { return false }
        return words.contains { word in
            let word = Array(word.utf8)
            guard let last = word.last, line.contains(last) else { return false }
            return line.indices.dropLast(word.count - 1).contains { start in
                line[start].lowercased == word[0] && zip(line[start...], word).allSatisfy { $0.lowercased == $1 }
            }
        }
    }

    /// Adds the text of the piece to a document: a comment as hidden text, all else as the HTML that it is.
    func append(
        _ content: [UInt8], to collector: inout BlockCollector, firstLine: Int, cancellation: Cancellation
    ) throws {
        var rest = content[...]
        var line = firstLine
        while true {
            let start = rest.drop(while: \.isSpace)
            guard start.starts(with: "<!--".utf8) else { break }
            let end = Self.endOfComment(start)
            line += Self.newlines(rest[..<start.startIndex])
            let comment = content[min(start.startIndex + 4, end.text)..<end.text]
            let lines = comment.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self)[...].trimmingSpaces() }
            let last = line + Self.newlines(content[start.startIndex..<end.next])
            try collector.append(
                .paragraph, lines.filter { !$0.isEmpty }.joined(separator: "\n"), at: Location(lines: line...last),
                isHidden: true)
            line = last
            rest = content[end.next...]
        }
        guard rest.contains(where: { !$0.isSpace }) else { return }
        let page = try HTMLParser(cancellation: cancellation).parse(rest)
        for piece in page.pieces { try piece.append(to: &collector, movedBy: line - 1) }
    }

    private static func newlines(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }

    private static func endOfComment(_ text: ArraySlice<UInt8>) -> (text: Int, next: Int) {
        var index = text.startIndex + 4
        while index + 2 < text.endIndex {
            if text[index] == 0x2D, text[index + 1] == 0x2D, text[index + 2] == 0x3E { return (index, index + 3) }
            index += 1
        }
        return (text.endIndex, text.endIndex)
    }

    /// Whether the line is one complete tag and nothing else.
    private static func isTag(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        let inside = rest[..<close]
        guard !inside.contains(UInt8(ascii: "<")),
            !inside.contains(UInt8(ascii: ":")) || inside.contains(UInt8(ascii: "="))
        else { return false }
        return rest[(close + 1)...].allSatisfy(\.isSpace)
    }

    private static let blocks: Set<String> = [
        "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
        "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "frame",
        "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li",
        "link",
        "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
    ]
}
