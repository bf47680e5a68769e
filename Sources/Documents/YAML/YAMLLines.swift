/// The lines of a YAML text and which of them begin an entry of a map or list.
///
/// Nothing is evaluated: an alias stays the word that it is, so that no text can grow. Source: YAML 1.2.2, chapters 6 to 8.
package struct YAMLLines {
    /// What a line is.
    package enum Kind: Equatable {
        case blank, comment
        /// Begins an entry or a scalar.
        case content
        /// Goes on with a scalar or a list in brackets of the lines before.
        case continuation
        /// `---` or `...`
        case separator
    }

    package struct Line {
        package var range: Range<Int>
        package var kind: Kind
        /// The column of its first character.
        package var column: Int
    }

    let bytes: [UInt8]
    package var lines: [Line] = []
    /// What is wrong, with the line.
    package private(set) var fault: (message: String, line: Int)?

    /// The quote that is open, 0 for none.
    private var quote: UInt8 = 0
    private var brackets = 0
    /// Lines further in than this belong to the open block scalar.
    private var scalarColumn: Int?
    private var openedAt = 1

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var cursor = LineCursor()
        while let range = cursor.next(in: bytes) {
            let start = bytes[range].firstIndex { $0 != 0x20 } ?? range.upperBound
            let column = start - range.lowerBound
            let kind = kind(of: range, start: start, column: column, number: cursor.number)
            lines.append(Line(range: range, kind: kind, column: column))
        }
        if quote != 0 { report("a string has no end", openedAt) }
        if brackets > 0 { report("a list or map in brackets has no end", openedAt) }
    }

    private mutating func report(_ message: String, _ line: Int) {
        if fault == nil { fault = (message, line) }
    }

    private mutating func kind(of range: Range<Int>, start: Int, column: Int, number: Int) -> Kind {
        let rest = bytes[start..<range.upperBound]
        let isBlank = rest.allSatisfy(\.isSpace)
        if let open = scalarColumn {
            if isBlank || column > open { return .continuation }
            scalarColumn = nil
        }
        if quote != 0 || brackets > 0 {
            scan(rest, from: start, column: column, number: number, continues: true)
            return .continuation
        }
        if isBlank { return .blank }
        if column == 0, rest.starts(with: "---".utf8) || rest.starts(with: "...".utf8) {
            if rest.dropFirst(3).allSatisfy(\.isSpace) { return .separator }
        }
        if rest.first == UInt8(ascii: "#") { return .comment }
        if rest.first == 0x09 { report("a line is indented by a tab", number) }
        scan(rest, from: start, column: column, number: number, continues: false)
        return .content
    }

    /// Finds out what a line leaves open.
    private mutating func scan(
        _ rest: ArraySlice<UInt8>, from start: Int, column: Int, number: Int, continues: Bool
    ) {
        var index = rest.startIndex
        // Where a string or bracket may begin.
        var isTokenStart = true
        var tokenColumn = column
        var keyColumn = column
        var hasKey = false
        while index < rest.endIndex {
            let byte = bytes[index]
            if quote != 0 {
                if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                    index += 1
                } else if byte == quote {
                    if quote == 0x27, index + 1 < rest.endIndex, bytes[index + 1] == 0x27 {
                        index += 1
                    } else {
                        quote = 0
                        isTokenStart = false
                    }
                }
                index += 1
                continue
            }
            let isBeforeSpace = index + 1 >= rest.endIndex || bytes[index + 1].isSpace
            switch byte {
            case 0x20, 0x09: break
            case UInt8(ascii: "#") where index > start && bytes[index - 1].isSpace: return
            case UInt8(ascii: "\""), 0x27:
                if isTokenStart {
                    quote = byte
                    openedAt = number
                    tokenColumn = index - start + column
                }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if isTokenStart || brackets > 0 {
                    if brackets == 0 { openedAt = number }
                    brackets += 1
                }
                isTokenStart = true
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if brackets > 0 { brackets -= 1 }
                isTokenStart = false
            case UInt8(ascii: ","): isTokenStart = brackets > 0
            case UInt8(ascii: "-") where isBeforeSpace && isTokenStart && brackets == 0:
                keyColumn = index - start + column
            case UInt8(ascii: ":") where isBeforeSpace:
                if !hasKey, brackets == 0 { keyColumn = tokenColumn }
                hasKey = true
                isTokenStart = true
            case UInt8(ascii: "|"), UInt8(ascii: ">"):
                if isTokenStart, brackets == 0, endsAsScalarHeader(rest[(index + 1)...]) {
                    scalarColumn = keyColumn
                    return
                }
                isTokenStart = false
            case UInt8(ascii: "&"), UInt8(ascii: "!"):
                guard isTokenStart else { break }
                // An anchor or tag stands before the value.
                while index + 1 < rest.endIndex, !bytes[index + 1].isSpace { index += 1 }
            default:
                if isTokenStart { tokenColumn = index - start + column }
                isTokenStart = false
            }
            index += 1
        }
    }

    /// Whether only the signs of a block scalar and a comment follow.
    private func endsAsScalarHeader(_ rest: ArraySlice<UInt8>) -> Bool {
        let after = rest.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0.isDigit }
        guard let first = after.first else { return true }
        guard first.isSpace else { return false }
        let next = after.drop(while: \.isSpace).first
        return next == nil || next == UInt8(ascii: "#")
    }
}
