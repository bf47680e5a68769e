/// Divides LaTeX into blocks of readable text; mathematics is kept as it is written.
struct LaTeXParser {
    /// How far the end of an argument is looked for.
    static let argumentBytes = 4_096
    static let mathematicsBytes = 2_048

    var blocks: MarkupBlocks
    let bytes: [UInt8]
    var position = 0
    var line = 1
    /// The level of `\section`.
    private var sectionLevel = 1
    /// What the open lists count: nil for bullets and descriptions.
    var lists: [Int?] = []
    /// Environments of which no end was found, so that it need not be looked for again.
    var endless: Set<String> = []
    var paragraph: [UInt8] = []
    var lines: ClosedRange<Int>?

    init(_ bytes: [UInt8], cancellation: Cancellation) {
        blocks = MarkupBlocks(cancellation: cancellation) { $0 }
        self.bytes = bytes
    }

    mutating func parse() throws {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\\chapter") { sectionLevel += 1 }
        if text.contains("\\part{") { sectionLevel += 1 }
        if text.contains("\\begin{document}") { try readPreamble() }
        var count = 0
        while position < bytes.count {
            count += 1
            if count & 0xFFFF == 0 { try blocks.checkCancellation() }
            try readNext()
        }
        try endParagraph()
        try blocks.endItem()
    }

    // MARK: Walking

    mutating func advance(to end: Int) {
        for byte in bytes[position..<end] where byte == 0x0A { line += 1 }
        position = end
    }

    mutating func add(_ text: some Collection<UInt8>) {
        guard !text.isEmpty else { return }
        paragraph.append(contentsOf: text)
        lines = (lines?.lowerBound ?? line)...line
    }

    private mutating func readNext() throws {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\\"): try readCommand()
        case UInt8(ascii: "%"):
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            advance(to: min(bytes.count, end + 1))
            // The line end belongs to the comment, but an empty line after it ends the paragraph.
            if position < bytes.count, bytes[position] == 0x0A { try endParagraph() }
        case 0x0A:
            let blank = bytes[(position + 1)...].prefix { $0 == 0x20 || $0 == 0x09 }
            let endsParagraph = blank.endIndex >= bytes.count || bytes[blank.endIndex] == 0x0A
            advance(to: position + 1)
            if endsParagraph { try endParagraph() } else if !paragraph.isEmpty { paragraph.append(0x0A) }
        case UInt8(ascii: "$"): try readMath()
        case UInt8(ascii: "{"): advance(to: position + 1)
        case UInt8(ascii: "}"):
            advance(to: position + 1)
            // Two arguments of a command are two words.
            if position < bytes.count, bytes[position] == UInt8(ascii: "{"), !paragraph.isEmpty {
                paragraph.append(0x20)
            }
        case UInt8(ascii: "~"):
            add([0x20])
            advance(to: position + 1)
        case UInt8(ascii: "&"):
            add(" | ".utf8)
            advance(to: position + 1)
        case _ where byte.isSpace:
            if !paragraph.isEmpty { paragraph.append(0x20) }
            advance(to: position + 1)
        default:
            let end = bytes[position...].firstIndex { Self.isSpecial[Int($0)] } ?? bytes.count
            let next = max(end, position + 1)
            add(bytes[position..<next])
            advance(to: next)
        }
    }

    private static let isSpecial: [Bool] = (0...255).map { "\\%\n${}~& \t".utf8.contains(UInt8($0)) }

    mutating func endParagraph() throws {
        guard let lines else {
            paragraph.removeAll(keepingCapacity: true)
            return
        }
        self.lines = nil
        let text = LaTeXText.finished(paragraph)
        paragraph.removeAll(keepingCapacity: true)
        for (offset, part) in text.split(separator: "\n").enumerated() {
            blocks.add(MarkupLine(text: part, number: min(lines.upperBound, lines.lowerBound + offset)))
        }
        if blocks.hasOpenParagraph { blocks.extend(to: lines.upperBound) }
        try blocks.endParagraph()
    }

    /// Reads what stands before the text: the title and who wrote it.
    private mutating func readPreamble() throws {
        let start = Array("\\begin{document}".utf8)
        while position < bytes.count, !bytes[position...].starts(with: start) {
            if bytes[position] == UInt8(ascii: "%") {
                advance(to: bytes[position...].firstIndex(of: 0x0A) ?? bytes.count)
                continue
            }
            let command = LaTeXText.command(bytes, position)
            guard let command, ["title", "author", "date"].contains(command.name) else {
                advance(to: position + 1)
                continue
            }
            advance(to: command.end)
            try readTitle(command.name)
        }
        advance(to: min(bytes.count, position + start.count))
    }

    private mutating func readTitle(_ name: String) throws {
        let here = line
        guard let argument = argument() else { return }
        let text = LaTeXText.plain(bytes[argument]).onOneLine
        advance(to: argument.upperBound)
        guard !text.isEmpty else { return }
        if name == "title" { blocks.title = text }
        try blocks.paragraph(text, lines: here...line)
    }

    /// The inside of the braces that come next; nil if none do.
    mutating func argument() -> Range<Int>? {
        skipOptions()
        return LaTeXText.group(bytes, position).map { $0.inside }
    }

    mutating func skipOptions() {
        while position < bytes.count, bytes[position] == UInt8(ascii: "*") || bytes[position] == 0x20 {
            advance(to: position + 1)
        }
        while position < bytes.count, bytes[position] == UInt8(ascii: "["),
            let close = bytes[position...].prefix(1_000).firstIndex(of: UInt8(ascii: "]"))
        {
            advance(to: close + 1)
        }
    }

    // MARK: Commands

    private mutating func readCommand() throws {
        guard let command = LaTeXText.command(bytes, position) else { return advance(to: position + 1) }
        let start = position
        let here = line
        advance(to: command.end)
        if let level = Self.levels[command.name] {
            guard let argument = argument() else { return }
            try endParagraph()
            let title = LaTeXText.plain(bytes[argument]).onOneLine
            advance(to: min(bytes.count, argument.upperBound + 1))
            return try blocks.heading(title, level: max(1, sectionLevel + level), lines: here...line)
        }
        switch command.name {
        case "begin": try begin(start)
        case "end":
            guard let argument = argument() else { return }
            let name = String(decoding: bytes[argument], as: UTF8.self)
            advance(to: min(bytes.count, argument.upperBound + 1))
            try endParagraph()
            if Self.listKinds.contains(name), !lists.isEmpty {
                lists.removeLast()
                try blocks.endItem()
            }
            if name == "document" { advance(to: bytes.count) }
        case "item", "bibitem": try readItem()
        case "par", "newpage", "clearpage", "maketitle", "tableofcontents": try endParagraph()
        case "[", "(": try readMath(from: start, closing: command.name == "[" ? "\\]" : "\\)")
        case "title", "author", "date": try readTitle(command.name)
        case "input", "include", "subfile":
            guard let argument = argument() else { return }
            let name = String(decoding: bytes[argument].prefix(200), as: UTF8.self)
            advance(to: min(bytes.count, argument.upperBound + 1))
            blocks.collector.diagnostics.append(
                Diagnostic(
                    severity: .note, code: "otherFile",
                    message: "the text of \(name), which this file includes, is not in it",
                    location: Location(lines: here...here)))
        case "caption", "thanks":
            guard let argument = argument() else { return }
            let text = LaTeXText.plain(bytes[argument])
            advance(to: min(bytes.count, argument.upperBound + 1))
            if command.name == "caption" { try endParagraph() }
            add(text.utf8)
            if command.name == "caption" { try endParagraph() }
        case "verb":
            guard position < bytes.count else { return }
            let mark = bytes[position]
            guard let close = bytes[(position + 1)...].prefix(1_000).firstIndex(of: mark) else { return }
            add(bytes[(position + 1)..<close])
            advance(to: close + 1)
        default:
            let text = LaTeXText.replacement(command.name, bytes, &position)
            add(text.utf8)
        }
    }

    private static let levels: [String: Int] = [
        "part": -2, "chapter": -1, "section": 0, "subsection": 1, "subsubsection": 2, "paragraph": 3, "subparagraph": 4,
    ]
    static let listKinds: Set = ["itemize", "enumerate", "description", "thebibliography"]

    private mutating func readItem() throws {
        try endParagraph()
        let number = lists.last ?? nil
        if let number { lists[lists.count - 1] = number + 1 }
        try blocks.beginItem(number: number.map { "\($0)." })
        if position < bytes.count, bytes[position] == UInt8(ascii: "["),
            let close = bytes[position...].prefix(1_000).firstIndex(of: UInt8(ascii: "]"))
        {
            add(LaTeXText.plain(bytes[(position + 1)..<close]).utf8)
            advance(to: close + 1)
        } else {
            skipOptions()
        }
    }
}
