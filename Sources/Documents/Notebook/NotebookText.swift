/// A text that a notebook holds as one string or as a list of lines, and the lines of the file that it stands on.
struct NotebookText {
    private(set) var text = ""
    private(set) var location = Location()
    /// The line of the file for each line of the text.
    private var lineNumbers: [Int] = []

    /// - Parameter separator: what stands between two strings of a list; lines of a source carry their own line end.
    init(_ node: DataNode?, separator: String = "") {
        guard let node else { return }
        location = node.location
        for (index, part) in (node.items ?? [node]).enumerated() {
            guard let piece = part.text else { continue }
            if index > 0 { text += separator }
            if lineNumbers.isEmpty || text.utf8.last == 0x0A { lineNumbers.append(part.lines.lowerBound) }
            let newlines = piece.utf8.dropLast(piece.utf8.last == 0x0A ? 1 : 0).count { $0 == 0x0A }
            for _ in 0..<newlines { lineNumbers.append(part.lines.lowerBound) }
            text += piece
        }
    }

    /// The lines of the file for lines of the text.
    func location(of lines: ClosedRange<Int>?) -> Location {
        guard let lines, let last = lineNumbers.last else { return location }
        func number(_ line: Int) -> Int { line - 1 < lineNumbers.count ? lineNumbers[max(0, line - 1)] : last }
        let first = number(lines.lowerBound)
        return Location(lines: first...max(first, number(lines.upperBound)))
    }
}
