/// What was typed before, to be called up again. What is being typed is kept while one looks back.
package struct LineMemory {
    private var lines: [String]
    private var place: Int
    private var draft = ""

    /// - Parameter lines: oldest first.
    package init(_ lines: [String] = []) {
        self.lines = lines
        place = lines.count
    }

    /// Adds a line, unless it is empty or the same as the last; looking back begins anew.
    package mutating func add(_ line: String) {
        if !line.isEmpty, lines.last != line { lines.append(line) }
        (place, draft) = (lines.count, "")
    }

    /// The line before the one shown; nil at the oldest.
    package mutating func earlier(than shown: String) -> String? {
        guard place > 0 else { return nil }
        if place == lines.count { draft = shown }
        place -= 1
        return lines[place]
    }

    /// The line after the one shown, at the end what was being typed; nil there.
    package mutating func later() -> String? {
        guard place < lines.count else { return nil }
        place += 1
        return place == lines.count ? draft : lines[place]
    }
}
