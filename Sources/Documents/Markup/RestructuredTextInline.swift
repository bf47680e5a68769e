/// Takes the marks of reStructuredText inside a paragraph away.
enum RestructuredTextInline {
    private static let marks = MarkupInline(marks: ["**", "*", "|"], literals: ["``"])

    /// The text of a paragraph as a reader of the rendered page sees it.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { "*`_|\\".utf8.contains($0) }) else { return text }
        // A role before or a link after the text in backticks; its target goes.
        let parts = marks.plain(text).replacing(from: "`", to: "`") { inside in
            guard !inside.isEmpty, !inside.hasPrefix("`") else { return nil }
            let text = inside.hasPrefix("~") ? inside.dropFirst().split(separator: ".").last ?? inside : inside
            guard text.hasSuffix(">"), let open = text.lastIndex(of: "<"), open > text.startIndex,
                text[text.index(before: open)].isWhitespace
            else {
                return "\(text)\u{1}"
            }
            return "\(text[..<open].split { $0.isWhitespace }.joined(separator: " "))\u{1}"
        }
        guard parts != text || text.utf8.contains(UInt8(ascii: "_")) else { return text }
        return withoutRoles(parts)
    }

    /// Takes `:role:` before, and `_` after, a text that was in backticks, which now ends in U+0001; and `_` after a word.
    private static func withoutRoles(_ text: String) -> String {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ":"), index == 0 || !bytes[index - 1].isWordByte {
                let word = bytes[(index + 1)...].prefix(40).prefix {
                    $0.isWordByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":")
                }
                if let end = word.lastIndex(of: UInt8(ascii: ":")), end > word.startIndex, end + 1 < bytes.count,
                    !bytes[end + 1].isSpace, bytes[(end + 1)...].prefix(300).contains(1)
                {
                    index = end + 1
                    continue
                }
            }
            if byte == 1 {
                index += 1
                while index < bytes.count, bytes[index] == UInt8(ascii: "_") { index += 1 }
                continue
            }
            let endsLink =
                byte == UInt8(ascii: "_") && index > 0
                && (bytes[index - 1].isWordByte || bytes[index - 1] == UInt8(ascii: "]"))
                && (index + 1 >= bytes.count || bytes[index + 1].isSpace
                    || ".,;:!?)]}'\"-/".utf8.contains(bytes[index + 1]))
            if !endsLink { result.append(byte) }
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
