extension MarkdownParser {
    /// Makes the last line of the open paragraph the header of a table if this line is the rule under it.
    mutating func beginTable(_ rest: Range<Int>, number: Int) throws -> Bool {
        guard let columns = MarkdownTable.columns(ofRule: bytes[rest]) else { return false }
        let header = Array(buffer[lastLineStart...])
        let cells = MarkdownTable.cells(header[...])
        guard cells.count == columns, columns > 1 || header.contains(UInt8(ascii: "|")) else { return false }
        let firstLine = lines.upperBound
        if lastLineStart > 0 {
            buffer.removeSubrange((lastLineStart - 1)...)
            lines = lines.lowerBound...firstLine - 1
            try flush()
        }
        buffer.removeAll(keepingCapacity: true)
        leaf = .table
        lines = firstLine...number
        append(cells)
        return true
    }

    mutating func appendRow(_ rest: Range<Int>, number: Int) {
        append(MarkdownTable.cells(bytes[rest]))
        lines = lines.lowerBound...number
    }

    private mutating func append(_ cells: [[UInt8]]) {
        if !buffer.isEmpty { buffer.append(0x0A) }
        for (index, cell) in cells.enumerated() {
            if index > 0 { buffer.append(contentsOf: " | ".utf8) }
            var reader = MarkdownInline(cell, references: references)
            let inline = reader.read()
            buffer.append(contentsOf: inline.text.onOneLine.utf8)
        }
    }
}

/// The rows of GitHub's tables.
enum MarkdownTable {
    /// The number of columns that a line such as `|---|:-:|` rules, nil if it is none.
    static func columns(ofRule line: ArraySlice<UInt8>) -> Int? {
        guard line.allSatisfy({ $0 == 0x2D || $0 == 0x7C || $0 == 0x3A || $0.isSpace }), line.contains(0x2D) else {
            return nil
        }
        let cells = cells(line)
        for cell in cells {
            var cell = cell[...]
            if cell.first == 0x3A { cell.removeFirst() }
            if cell.last == 0x3A { cell.removeLast() }
            guard !cell.isEmpty, cell.allSatisfy({ $0 == 0x2D }) else { return nil }
        }
        return cells.count
    }

    /// The cells of a row without the white space around them; `\|` is a bar inside a cell.
    static func cells(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
        var line = trimmed(line)
        if line.first == 0x7C { line.removeFirst() }
        var result: [[UInt8]] = []
        var cell: [UInt8] = []
        var isEscaped = false
        var endsInBar = false
        for byte in line {
            endsInBar = false
            if byte == 0x7C, isEscaped {
                cell.removeLast()
                cell.append(byte)
            } else if byte == 0x7C {
                result.append(Array(trimmed(cell[...])))
                cell.removeAll(keepingCapacity: true)
                endsInBar = true
            } else {
                cell.append(byte)
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        if !endsInBar { result.append(Array(trimmed(cell[...]))) }
        return result
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let first = line.first, first.isSpace { line.removeFirst() }
        while let last = line.last, last.isSpace { line.removeLast() }
        return line
    }
}
