/// Takes marks of emphasis and the like out of a text.
///
/// A mark opens before and closes after a visible character, and not inside a word. How far its end is looked for is
/// bounded, so the time is linear in the text.
struct MarkupInline {
    private static let lookahead = 1_000

    /// Marks such as `**`; longer ones come before those that they begin with.
    let marks: [[UInt8]]
    /// Marks whose content is kept as it is written.
    let literals: [[UInt8]]

    init(marks: [String], literals: [String]) {
        self.marks = marks.map { Array($0.utf8) }
        self.literals = literals.map { Array($0.utf8) }
    }

    func plain(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let firsts = Set((marks + literals).compactMap(\.first))
        guard bytes.contains(where: { firsts.contains($0) }) else { return text }
        // Bytes of marks become 0xFF, which no UTF-8 has.
        var index = 0
        while index < bytes.count {
            guard firsts.contains(bytes[index]), let (mark, isLiteral) = opener(bytes, index),
                let close = closer(bytes, from: index + mark.count, mark)
            else {
                index += 1
                continue
            }
            for offset in 0..<mark.count {
                bytes[index + offset] = 0xFF
                bytes[close + offset] = 0xFF
            }
            index = isLiteral ? close + mark.count : index + mark.count
        }
        bytes.removeAll { $0 == 0xFF }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func opener(_ bytes: [UInt8], _ index: Int) -> (mark: [UInt8], isLiteral: Bool)? {
        let isInWord = index > 0 && bytes[index - 1].isWordByte && bytes[index - 1] != 0xFF
        for (list, isLiteral) in [(literals, true), (marks, false)] {
            // Double marks count inside words too.
            for mark in list where (!isInWord || mark.count > 1) && bytes[index...].starts(with: mark) {
                let next = index + mark.count
                if next < bytes.count, !bytes[next].isSpace, bytes[next] != mark[0] { return (mark, isLiteral) }
            }
        }
        return nil
    }

    private func closer(_ bytes: [UInt8], from start: Int, _ mark: [UInt8]) -> Int? {
        var index = start + 1
        let end = min(bytes.count, start + Self.lookahead)
        while index + mark.count <= end {
            if bytes[index] == mark[0], bytes[index...].starts(with: mark), !bytes[index - 1].isSpace {
                let next = index + mark.count
                let isEnd =
                    mark.count > 1 || next >= bytes.count || !bytes[next].isWordByte || bytes[next] == UInt8(ascii: "_")
                    || bytes[next] == 0xFF
                if isEnd, next >= bytes.count || bytes[next] != mark[0] { return index }
            }
            index += 1
        }
        return nil
    }
}

extension String {
    /// The text with each piece from `open` to `close` replaced by what `body` makes of its inside; nil keeps it.
    ///
    /// An end is looked for in the next 1,000 bytes.
    func replacing(from open: String, to close: String, _ body: (Substring) -> String?) -> String {
        let bytes = Array(utf8)
        let open = Array(open.utf8)
        let close = Array(close.utf8)
        guard let first = open.first, bytes.contains(first) else { return self }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == first, bytes[index...].starts(with: open) {
                var end = index + open.count
                let limit = min(bytes.count, end + 1_000)
                while end < limit, bytes[end] != close[0] || !bytes[end...].starts(with: close) { end += 1 }
                let inside = String(decoding: bytes[(index + open.count)..<end], as: UTF8.self)
                if end < limit, let text = body(inside[...]) {
                    result.append(contentsOf: text.utf8)
                    index = end + close.count
                    continue
                }
            }
            result.append(bytes[index])
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
