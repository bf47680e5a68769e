/// What the beginning of a line of Markdown says about it.
struct MarkdownLine {
    enum Kind { case text, heading, quote, table }

    /// What the line is.
    var kind = Kind.text
    /// What is shown before its text, as deep as its further lines stand.
    var lead = ""
    /// The text behind that.
    var text: String

    init(_ line: String) {
        let spaces = line.prefix { $0 == " " }
        let rest = line.dropFirst(spaces.count)
        text = line
        let hashes = rest.prefix { $0 == "#" }.count
        if (1...6).contains(hashes), rest.dropFirst(hashes).first == " " {
            kind = .heading
            text = String(rest.dropFirst(hashes + 1))
        } else if rest.first == ">" {
            kind = .quote
            lead = "│ "
            text = String(rest.dropFirst(rest.dropFirst().first == " " ? 2 : 1))
        } else if rest.first == "|" {
            kind = .table
        } else if let bullet = rest.first, "-*+".contains(bullet), rest.dropFirst().first == " " {
            lead = String(spaces) + "• "
            text = String(rest.dropFirst(2))
        } else {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let mark = rest.dropFirst(digits.count)
            if !digits.isEmpty, digits.count <= Self.mostDigits, mark.hasPrefix(". ") || mark.hasPrefix(") ") {
                lead = String(spaces + digits + mark.prefix(2))
                text = String(mark.dropFirst(2))
            }
        }
    }

    private static let mostDigits = 3

    /// Whether more of the line must be seen before it is known what it is.
    static func mayBeSpecial(_ beginning: String) -> Bool {
        let rest = beginning.drop { $0 == " " }
        guard let first = rest.first else { return true }
        switch first {
        case "#", "`", "~", "|", ">": return true
        case "-", "*", "+": return rest.count < 2
        default:
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, digits.count <= mostDigits else { return false }
            return rest.count < digits.count + 2
        }
    }
}
