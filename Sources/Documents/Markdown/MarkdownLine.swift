/// A line of Markdown and how far it has been understood, with tabs as the columns they stand for.
struct MarkdownLine {
    /// The next byte, an index into the text.
    private(set) var position: Int
    /// One past the last byte.
    let end: Int
    private var column = 0
    /// Columns of a tab that are not yet used up.
    private var left = 0

    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// The columns of white space ahead, and where the first other byte stands.
    func indentation(in bytes: [UInt8]) -> (columns: Int, next: Int) {
        var index = position
        var columns = left
        var place = column + left
        while index < end {
            if bytes[index] == 0x20 {
                columns += 1
                place += 1
            } else if bytes[index] == 0x09 {
                let width = 4 - place % 4
                columns += width
                place += width
            } else {
                break
            }
            index += 1
        }
        return (columns, index)
    }

    /// Goes over up to `count` columns of white space.
    mutating func skip(columns count: Int, in bytes: [UInt8]) {
        var count = count
        while count > 0 {
            if left > 0 {
                let used = min(left, count)
                left -= used
                column += used
                count -= used
            } else if position < end, bytes[position] == 0x20 {
                position += 1
                column += 1
                count -= 1
            } else if position < end, bytes[position] == 0x09 {
                position += 1
                left = 4 - column % 4
            } else {
                return
            }
        }
    }

    /// Goes over `count` bytes that are one column each.
    mutating func skip(bytes count: Int) {
        position = min(end, position + count)
        column += count
    }

    /// Whether nothing but white space is left.
    func isBlank(in bytes: [UInt8]) -> Bool {
        var index = position
        while index < end {
            if !bytes[index].isSpace { return false }
            index += 1
        }
        return true
    }

    /// The columns of a tab that stand before the rest of the line, as spaces.
    var leftover: Int { left }
}
