/// Where a text that is being typed stands on a terminal: rows of at most `columns`, and the cursor among them.
///
/// ```swift
/// LineLayout(LineBuffer("How long?"), prompt: "> ", columns: 20).rows  // ["> How long?"]
/// ```
package struct LineLayout: Equatable {
    /// The rows, prompt and all.
    package private(set) var rows: [String] = []
    /// The row and column of the cursor, from 0.
    package private(set) var cursor = (row: 0, column: 0)

    /// - Parameter columns: of the terminal; more than those of the prompt and a wide character.
    package init(_ buffer: LineBuffer, prompt: String, columns: Int) {
        let indent = String(repeating: " ", count: DisplayWidth.of(prompt))
        var row = prompt
        var column = DisplayWidth.of(prompt)
        func place(_ character: Character, _ rows: inout [String]) {
            if character == "\n" {
                rows.append(row)
                (row, column) = (indent, DisplayWidth.of(indent))
                return
            }
            let width = DisplayWidth.of(character)
            if column + width > columns {
                rows.append(row)
                (row, column) = ("", 0)
            }
            row.append(character)
            column += width
        }
        for character in buffer.before { place(character, &rows) }
        if column == columns {
            // The cursor cannot stand behind the last column.
            rows.append(row)
            (row, column) = ("", 0)
        }
        cursor = (rows.count, column)
        for character in buffer.after { place(character, &rows) }
        rows.append(row)
    }

    /// At most `height` rows around the cursor.
    package func window(height: Int) -> LineLayout {
        guard rows.count > height, height > 0 else { return self }
        let first = min(max(0, cursor.row - height + 1), rows.count - height)
        var part = self
        part.rows = Array(rows[first..<first + height])
        part.cursor.row -= first
        return part
    }

    /// What shows this in the place of a layout whose cursor is `rowsAbove` rows below its first.
    package func drawn(over rowsAbove: Int) -> String {
        var text = "\r"
        if rowsAbove > 0 { text += "\u{1B}[\(rowsAbove)A" }
        text += "\u{1B}[J" + rows.joined(separator: "\r\n")
        let up = rows.count - 1 - cursor.row
        if up > 0 { text += "\u{1B}[\(up)A" }
        text += "\r"
        if cursor.column > 0 { text += "\u{1B}[\(cursor.column)C" }
        return text
    }

    package static func == (left: LineLayout, right: LineLayout) -> Bool {
        left.rows == right.rows && left.cursor == right.cursor
    }
}
