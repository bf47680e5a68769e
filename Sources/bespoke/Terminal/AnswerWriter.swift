internal import Assistants
internal import Retrieval

/// Writes an answer while it comes, and then its sources. On a terminal its Markdown is shown as such, else it stays as it is.
struct AnswerWriter {
    private let console: Console
    private var markdown: MarkdownWriter?
    private var wrapper: LineWrapper
    /// Whether anything of the text was written.
    private(set) var isBegun = false

    init(console: Console) {
        self.console = console
        markdown = console.output.usesColour ? MarkdownWriter(width: console.output.width) : nil
        wrapper = LineWrapper(width: console.output.width)
    }

    /// Writes what can be shown of the next piece. A statement that no passage supports is a piece of its own, and faint.
    mutating func push(_ piece: String) throws {
        isBegun = true
        let isUnsupported = piece.reversed().drop { $0.isWhitespace }.starts(with: "]?[")
        if let text = markdown?.push(piece, as: isUnsupported ? .faint : nil) {
            try console.output.writeBytes(text)
        } else {
            try console.output.write(wrapper.push(piece))
        }
    }

    /// Writes the rest and ends the line.
    mutating func finish() throws {
        if let text = markdown?.finish() {
            try console.output.writeBytes(text + "\n")
        } else {
            try console.output.write(wrapper.finish() + "\n")
        }
    }

    /// Writes where an answer comes from, or what comes closest to an answer.
    static func writeSources(of answer: Answer, to console: Console) throws {
        if answer.refused {
            guard !answer.snippets.isEmpty else { return }
            try console.line("\nThe closest passages:")
        } else {
            try console.line()
        }
        let marksAll = answer.settings.unsupported != .kept
        let citations = answer.citations.filter { marksAll || $0.supported }
        let lines = answer.refused ? answer.snippets.map(SourceLine.of) : citations.map(SourceLine.of)
        var written: Set<String> = []
        for line in lines where written.insert(line).inserted { try console.paragraph(line, indent: 4) }
    }
}
