/// What single lines of Markdown are; each takes the line's bytes from its first that is not white space.
enum MarkdownSyntax {
    /// Whether the line is three or more `*`, `-` or `_` and white space.
    static func isThematicBreak(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        let mark = bytes[line.lowerBound]
        guard mark == UInt8(ascii: "*") || mark == UInt8(ascii: "-") || mark == UInt8(ascii: "_") else { return false }
        var count = 0
        for index in line {
            if bytes[index] == mark { count += 1 } else if !bytes[index].isSpace { return false }
        }
        return count >= 3
    }

    /// 1 for a line of `=`, 2 for a line of `-`.
    static func setextLevel(_ bytes: [UInt8], _ line: Range<Int>) -> Int? {
        let mark = bytes[line.lowerBound]
        guard mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else { return nil }
        var index = line.lowerBound
        while index < line.upperBound, bytes[index] == mark { index += 1 }
        while index < line.upperBound {
            guard bytes[index].isSpace else { return nil }
            index += 1
        }
        return mark == UInt8(ascii: "=") ? 1 : 2
    }

    /// The number of `#` before a heading.
    static func headingLevel(_ bytes: [UInt8], _ line: Range<Int>) -> Int? {
        guard bytes[line.lowerBound] == UInt8(ascii: "#") else { return nil }
        var index = line.lowerBound
        while index < line.upperBound, bytes[index] == UInt8(ascii: "#") { index += 1 }
        let level = index - line.lowerBound
        guard level <= 6, index == line.upperBound || bytes[index].isSpace else { return nil }
        return level
    }

    /// The text of a heading without its `#`, before and after.
    static func headingText(_ bytes: [UInt8], _ line: Range<Int>) -> [UInt8] {
        var start = line.lowerBound
        var end = line.upperBound
        while start < end, bytes[start] == UInt8(ascii: "#") { start += 1 }
        while start < end, bytes[start].isSpace { start += 1 }
        while end > start, bytes[end - 1].isSpace { end -= 1 }
        var closing = end
        while closing > start, bytes[closing - 1] == UInt8(ascii: "#") { closing -= 1 }
        if closing == start || bytes[closing - 1].isSpace { end = closing }
        while end > start, bytes[end - 1].isSpace { end -= 1 }
        return Array(bytes[start..<end])
    }

    /// The mark of a code fence and how often it stands.
    static func fence(_ bytes: [UInt8], _ line: Range<Int>) -> (byte: UInt8, length: Int)? {
        let mark = bytes[line.lowerBound]
        guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        var index = line.lowerBound
        while index < line.upperBound, bytes[index] == mark { index += 1 }
        let length = index - line.lowerBound
        guard length >= 3 else { return nil }
        if mark == UInt8(ascii: "`"), bytes[index..<line.upperBound].contains(mark) { return nil }
        return (mark, length)
    }

    /// Whether the line ends a fence of `length` marks.
    static func closesFence(_ bytes: [UInt8], _ line: Range<Int>, byte: UInt8, length: Int) -> Bool {
        var index = line.lowerBound
        while index < line.upperBound, bytes[index] == byte { index += 1 }
        guard index - line.lowerBound >= length else { return false }
        return bytes[index..<line.upperBound].allSatisfy(\.isSpace)
    }
}

/// What opens a list item.
struct MarkdownMarker {
    /// The number of an ordered item, nil for a bullet.
    var number: Int?
    /// The bytes of the marker.
    var width: Int
    /// Whether nothing follows on the line.
    var isEmpty: Bool

    init?(_ bytes: [UInt8], _ line: Range<Int>) {
        var index = line.lowerBound
        let first = bytes[index]
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "+") {
            index += 1
        } else if first.isDigit {
            var value = 0
            while index < line.upperBound, bytes[index].isDigit, index - line.lowerBound < 9 {
                value = value * 10 + Int(bytes[index] - 0x30)
                index += 1
            }
            guard index < line.upperBound, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ")") else {
                return nil
            }
            number = value
            index += 1
        } else {
            return nil
        }
        guard index == line.upperBound || bytes[index].isSpace else { return nil }
        width = index - line.lowerBound
        isEmpty = bytes[index..<line.upperBound].allSatisfy(\.isSpace)
    }
}
