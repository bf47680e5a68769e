/// Shows Markdown on a terminal while it arrives: bold, emphasis, code, headings, lists, quotes and tables, in lines of at most
/// `width` columns.
///
/// ```swift
/// var writer = MarkdownWriter(width: 40)
/// writer.push("**25 days**\n") + writer.finish()  // "\u{1B}[1m25 days\u{1B}[0m\n"
/// ```
///
/// What may be the beginning of a mark waits for its end, at most until the line ends; a mark without an end is shown as it is. A text that
/// comes in pieces gives the same as in one.
package struct MarkdownWriter: Sendable {
    private let width: Int?
    /// What has come of the current line and is not shown yet.
    private var pending = ""
    private var wrapper: LineWrapper
    private var isInLine = false
    private var isInCode = false
    private var inline = MarkdownInline()
    /// The style of what comes, where it has none of its own.
    private var tone: TextStyle?

    /// Creates a writer.
    ///
    /// - Parameter width: columns of a line; nil breaks none.
    package init(width: Int?) {
        self.width = width
        wrapper = LineWrapper(width: width)
    }

    /// Takes the next piece and returns what can be shown of the text now.
    ///
    /// - Parameter style: how the piece is set apart from the others, beside its own marks.
    package mutating func push(_ text: String, as style: TextStyle? = nil) -> String {
        tone = style
        inline.tone = style
        pending += ControlCharacters.neutralized(text)
        var output = ""
        while let end = pending.firstIndex(of: "\n") {
            let line = String(pending[..<end])
            pending = String(pending[pending.index(after: end)...])
            output += finishLine(line) + "\n"
        }
        if isInLine {
            output += inline.push(pending, into: &wrapper)
            pending = ""
        } else if !isInCode, !pending.isEmpty, !MarkdownLine.mayBeSpecial(pending) {
            output += begin(MarkdownLine(pending))
            pending = ""
        }
        return output
    }

    /// Returns the rest, when the text has ended.
    package mutating func finish() -> String {
        defer { pending = "" }
        return pending.isEmpty && !isInLine ? "" : finishLine(pending)
    }

    /// Shows the rest of a line.
    private mutating func finishLine(_ rest: String) -> String {
        var output = ""
        if isInLine {
            output += inline.push(rest, into: &wrapper)
        } else if isInCode || rest.hasPrefix("```") || rest.hasPrefix("~~~") {
            return code(rest)
        } else {
            output += begin(MarkdownLine(rest))
        }
        output += inline.finish(into: &wrapper) + wrapper.finish()
        isInLine = false
        return output
    }

    /// Begins a line whose kind is known.
    private mutating func begin(_ line: MarkdownLine) -> String {
        isInLine = true
        inline = MarkdownInline(tone: tone)
        wrapper = LineWrapper(width: line.kind == .table ? nil : width, indent: DisplayWidth.of(line.lead))
        var output = wrapper.push(line.lead)
        switch line.kind {
        case .heading: inline.base = .heading
        case .quote: inline.base = .quote
        case .table: return output + wrapper.push(line.text)
        case .text: break
        }
        output += inline.push(line.text, into: &wrapper)
        return output
    }

    private mutating func code(_ line: String) -> String {
        let isFence = line.hasPrefix("```") || line.hasPrefix("~~~")
        if isFence { isInCode.toggle() }
        return isFence ? TextStyle.faint.wrapped(line) : TextStyle.code.wrapped("  " + line)
    }
}

/// How words are set apart, as the numbers of ECMA-48.
package enum TextStyle: String, Sendable {
    case bold = "1"
    case emphasis = "3"
    case code = "36"
    case heading = "1;4"
    case quote = "2;3"
    case faint = "2"
    case quoted = "1;7"

    /// Begins the style.
    package var start: String { "\u{1B}[\(rawValue)m" }
    /// Ends every style.
    package static let end = "\u{1B}[0m"

    /// A text in the style; nothing for no text.
    package func wrapped(_ text: String) -> String { text.isEmpty ? "" : start + text + Self.end }
}
