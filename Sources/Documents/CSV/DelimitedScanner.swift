/// Reads the rows of a text whose cells are divided by one character. Source: RFC 4180, read leniently.
struct DelimitedScanner {
    /// A row and the lines of the source that it takes.
    struct Row {
        var cells: [String]
        var lines: ClosedRange<Int>
    }

    /// A quoted cell of more bytes is taken for one whose quote is not closed.
    private static let maximumQuotedBytes = 1_048_576
    /// After so many quotes that are not closed, quotes mean nothing any more; this keeps the time linear.
    private static let maximumOpenQuotes = 16

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var position: Int
    private let end: Int
    private var line: Int
    private var cell: [UInt8] = []
    private(set) var openQuotes = 0
    /// The line of the first quote that is not closed.
    private(set) var firstOpenQuote: Int?

    /// - Parameter start: where the first row begins, and its line.
    init(_ bytes: [UInt8], delimiter: UInt8, from start: (position: Int, line: Int) = (0, 1), end: Int? = nil) {
        self.bytes = bytes
        self.delimiter = delimiter
        position = start.position
        line = start.line
        self.end = min(end ?? bytes.count, bytes.count)
    }

    /// The next row that is not an empty line, nil after the last.
    mutating func next() -> Row? {
        while position < end, bytes[position] == 0x0A {
            position += 1
            line += 1
        }
        guard position < end else { return nil }
        let firstLine = line
        var cells: [String] = []
        while true {
            cells.append(readCell())
            guard position < end, bytes[position] == delimiter else { break }
            position += 1
        }
        let row = Row(cells: cells, lines: firstLine...line)
        if position < end {
            position += 1
            line += 1
        }
        return row
    }

    /// Reads up to the delimiter or line end after a cell.
    private mutating func readCell() -> String {
        cell.removeAll(keepingCapacity: true)
        var start = position
        while start < end, bytes[start] == 0x20 { start += 1 }
        if start < end, bytes[start] == 0x22, openQuotes < Self.maximumOpenQuotes {
            if readQuoted(from: start + 1) { return String(decoding: cell, as: UTF8.self) }
            openQuotes += 1
            firstOpenQuote = firstOpenQuote ?? line
            cell.removeAll(keepingCapacity: true)
        }
        start = position
        while position < end, bytes[position] != delimiter, bytes[position] != 0x0A { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a cell whose quote opens before `start`. A quote that ends no cell is a part of the text.
    private mutating func readQuoted(from start: Int) -> Bool {
        var index = start
        var lines = 0
        let limit = min(end, start + Self.maximumQuotedBytes)
        while index < limit {
            let byte = bytes[index]
            if byte == 0x22 {
                if index + 1 < end, bytes[index + 1] == 0x22 {
                    index += 1
                } else if let after = endOfCell(after: index + 1) {
                    position = after
                    line += lines
                    return true
                }
            } else if byte == 0x0A {
                lines += 1
            }
            cell.append(byte)
            index += 1
        }
        return false
    }

    /// Where the cell ends whose closing quote stands before `index`; nil if text follows.
    private func endOfCell(after index: Int) -> Int? {
        var index = index
        while index < end, bytes[index] == 0x20, delimiter != 0x20 { index += 1 }
        return index >= end || bytes[index] == delimiter || bytes[index] == 0x0A ? index : nil
    }
}
