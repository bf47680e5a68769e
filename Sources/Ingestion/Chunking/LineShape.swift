/// Tells texts whose lines are records (logs, CSV, source code) from prose that is wrapped at a margin.
enum LineShape {
    /// A line of prose that goes on in the next has at least so many bytes.
    private static let shortestWrapped = 40

    /// Whether the lines of `text` are units of their own: fewer than a third of them go on in the next line.
    static func isRecords(_ text: String) -> Bool {
        let lines = text.split(separator: "\n")
        let wrapped = zip(lines, lines.dropFirst()).count { goesOn($0, in: $1) }
        return lines.count > 1 && wrapped * 3 < lines.count - 1
    }

    private static func goesOn(_ line: Substring, in next: Substring) -> Bool {
        guard line.utf8.count >= shortestWrapped, let end = line.unicodeScalars.last,
            let start = next.unicodeScalars.first?.properties
        else { return false }
        return start.isAlphabetic && !start.isUppercase && !".!?:;。！？؟".unicodeScalars.contains(end)
    }
}
