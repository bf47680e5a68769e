/// A text that is being typed, and the cursor in it.
package struct LineBuffer: Equatable {
    /// What stands before the cursor.
    package private(set) var before = ""
    /// What stands behind it.
    package private(set) var after = ""
    /// What was cut last.
    private var cut = ""

    package init(_ text: String = "") { before = text }

    /// The whole text.
    package var text: String { before + after }
    package var isEmpty: Bool { before.isEmpty && after.isEmpty }

    /// Puts text at the cursor. Tabs become spaces; other control characters but line feeds are left out.
    package mutating func insert(_ text: String) {
        for character in text {
            if character.isNewline {
                before += "\n"
            } else if character == "\t" {
                before += "    "
            } else if !character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                before.append(character)
            }
        }
    }

    package mutating func moveLeft() {
        guard let character = before.popLast() else { return }
        after = String(character) + after
    }

    package mutating func moveRight() {
        guard !after.isEmpty else { return }
        before.append(after.removeFirst())
    }

    package mutating func moveToLineStart() { while let last = before.last, last != "\n" { moveLeft() } }

    package mutating func moveToLineEnd() { while let first = after.first, first != "\n" { moveRight() } }

    package mutating func moveWordLeft() {
        while let last = before.last, !Self.isWord(last) { moveLeft() }
        while let last = before.last, Self.isWord(last) { moveLeft() }
    }

    package mutating func moveWordRight() {
        while let first = after.first, !Self.isWord(first) { moveRight() }
        while let first = after.first, Self.isWord(first) { moveRight() }
    }

    /// Moves to the line above or below, as far to the right as now; false where there is none.
    package mutating func moveLine(by step: Int) -> Bool {
        let column = before.reversed().prefix { $0 != "\n" }.count
        var moved = self
        if step < 0 {
            moved.moveToLineStart()
            guard !moved.before.isEmpty else { return false }
            moved.moveLeft()
            moved.moveToLineStart()
        } else {
            moved.moveToLineEnd()
            guard !moved.after.isEmpty else { return false }
            moved.moveRight()
        }
        for _ in 0..<column where moved.after.first.map({ $0 != "\n" }) == true { moved.moveRight() }
        self = moved
        return true
    }

    package mutating func deleteBackward() { _ = before.popLast() }

    package mutating func deleteForward() { if !after.isEmpty { after.removeFirst() } }

    /// Cuts from the cursor to the end of the line, or the line feed there.
    package mutating func cutToLineEnd() {
        let line = after.prefix { $0 != "\n" }
        cut = line.isEmpty ? String(after.prefix(1)) : String(line)
        after.removeFirst(cut.count)
    }

    /// Cuts from the start of the line to the cursor.
    package mutating func cutToLineStart() {
        cut = String(before.reversed().prefix { $0 != "\n" }.reversed())
        before.removeLast(cut.count)
    }

    /// Cuts the word before the cursor with the spaces behind it; words end at spaces, as in a shell.
    package mutating func cutWordBackward() {
        var kept = before[...]
        while kept.last?.isWhitespace == true { kept.removeLast() }
        while let last = kept.last, !last.isWhitespace { kept.removeLast() }
        cut = String(before.dropFirst(kept.count))
        before = String(kept)
    }

    /// Cuts the word behind the cursor.
    package mutating func cutWordForward() {
        let end = before.count
        moveWordRight()
        cut = String(before.dropFirst(end))
        before.removeLast(cut.count)
    }

    /// Puts what was cut last at the cursor.
    package mutating func pasteCut() { before += cut }

    /// Replaces the text; the cursor is at its end.
    package mutating func replace(with text: String) {
        before = text
        after = ""
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
