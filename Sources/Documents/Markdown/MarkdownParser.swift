/// Divides Markdown into blocks, line by line.
///
/// The open containers (quotations and list items) are a stack that each line is matched against; under them at most one
/// leaf (paragraph, fence, table …) is open. Time and memory are linear in the text, as the stack is bounded.
/// Source: the CommonMark specification 0.31, appendix "A parsing strategy"; the GitHub Flavored Markdown specification.
struct MarkdownParser {
    /// Containers within one another; deeper markers are read as text.
    static let maximumDepth = 64

    /// A quotation or list item that is open.
    enum Container: Equatable {
        case quote
        /// Its text begins `indent` columns in; `number` is nil for a bullet.
        case item(indent: Int, number: Int?)
    }

    /// What the lines being read are.
    enum Leaf: Equatable {
        case none, paragraph, table, indentedCode
        case fence(byte: UInt8, length: Int, indent: Int)
        case html(MarkdownHTML)
    }

    let text: SourceText
    let cancellation: Cancellation
    var collector = BlockCollector()
    /// The title in the front matter.
    var title: String?
    var containers: [Container] = []
    var leaf = Leaf.none
    /// The bytes of the open leaf.
    var buffer: [UInt8] = []
    /// Where the last line of an open paragraph begins in the buffer.
    var lastLineStart = 0
    var lines = 1...1
    /// Whether the innermost list item has no block yet.
    var isItemPending = false
    let references: MarkdownReferences

    var bytes: [UInt8] { text.bytes }

    init(text: SourceText, cancellation: Cancellation) {
        self.text = text
        self.cancellation = cancellation
        references = MarkdownReferences(text.bytes)
    }

    mutating func parse() throws {
        var cursor = LineCursor()
        try readFrontMatter(&cursor)
        while let range = cursor.next(in: bytes) {
            if cursor.number & 0x3FF == 0 { try cancellation.check() }
            try read(range, number: cursor.number)
        }
        try flush()
    }

    private mutating func readFrontMatter(_ cursor: inout LineCursor) throws {
        guard let matter = FrontMatter(bytes) else { return }
        for _ in 0..<matter.lineCount { _ = cursor.next(in: bytes) }
        title = matter.title
        if matter.lineCount > 2 {
            try collector.append(
                .code, text.string(matter.content), at: Location(lines: 2...max(2, matter.lineCount - 1)))
        }
    }

    private mutating func read(_ range: Range<Int>, number: Int) throws {
        var line = MarkdownLine(range)
        let matched = match(&line)
        if line.isBlank(in: bytes) { return try readBlank(line, matched: matched, number: number) }
        if matched < containers.count {
            if leaf == .paragraph, try isLazyContinuation(line) {
                return appendToParagraph(line, number: number)
            }
            try close(to: matched)
        }
        switch leaf {
        case .fence(let byte, let length, let indent):
            return try readFenced(line, number: number, byte: byte, length: length, indent: indent)
        case .html(let html):
            return try readHTML(line, number: number, html)
        default: break
        }
        try openContainers(&line)
        try readLeaf(line, number: number)
    }

    /// Goes over the markers of the open containers as far as the line has them.
    private func match(_ line: inout MarkdownLine) -> Int {
        for (index, container) in containers.enumerated() {
            let (columns, next) = line.indentation(in: bytes)
            switch container {
            case .quote:
                guard columns <= 3, next < line.end, bytes[next] == UInt8(ascii: ">") else { return index }
                line.skip(columns: columns, in: bytes)
                line.skip(bytes: 1)
                line.skip(columns: 1, in: bytes)
            case .item(let indent, _):
                if next == line.end { continue }
                guard columns >= indent else { return index }
                line.skip(columns: indent, in: bytes)
            }
        }
        return containers.count
    }

    private mutating func readBlank(_ line: MarkdownLine, matched: Int, number: Int) throws {
        if let quote = containers[matched...].firstIndex(of: .quote) { try close(to: quote) }
        switch leaf {
        case .fence, .indentedCode: appendRaw(line, number: number, indent: 4)
        case .html(let html) where html.continuesOverBlankLines: appendRaw(line, number: number, indent: 0)
        default: try flush()
        }
    }

    /// Whether the line goes on with the open paragraph although it lacks the markers of its containers.
    private func isLazyContinuation(_ line: MarkdownLine) throws -> Bool {
        let (columns, next) = line.indentation(in: bytes)
        if columns >= 4 { return true }
        let rest = next..<line.end
        return bytes[next] != UInt8(ascii: ">") && MarkdownMarker(bytes, rest) == nil
            && !MarkdownSyntax.isThematicBreak(bytes, rest) && MarkdownSyntax.headingLevel(bytes, rest) == nil
            && MarkdownSyntax.fence(bytes, rest) == nil && MarkdownHTML(bytes, rest, inParagraph: true) == nil
    }

    private mutating func close(to count: Int) throws {
        try flush()
        containers.removeSubrange(count...)
        isItemPending = false
    }

    /// Opens the quotations and list items that begin on the line.
    private mutating func openContainers(_ line: inout MarkdownLine) throws {
        while containers.count < Self.maximumDepth {
            let (columns, next) = line.indentation(in: bytes)
            guard columns <= 3, next < line.end else { return }
            if bytes[next] == UInt8(ascii: ">") {
                try flush()
                line.skip(columns: columns, in: bytes)
                line.skip(bytes: 1)
                line.skip(columns: 1, in: bytes)
                containers.append(.quote)
                isItemPending = false
                continue
            }
            let rest = next..<line.end
            if leaf == .paragraph, MarkdownSyntax.setextLevel(bytes, rest) != nil { return }
            guard !MarkdownSyntax.isThematicBreak(bytes, rest), let marker = MarkdownMarker(bytes, rest) else { return }
            if leaf == .paragraph, marker.isEmpty || marker.number.map({ $0 != 1 }) == true { return }
            try flush()
            line.skip(columns: columns, in: bytes)
            line.skip(bytes: marker.width)
            let spaces = line.indentation(in: bytes).columns
            let padding = marker.isEmpty || spaces > 4 ? 1 : spaces
            line.skip(columns: padding, in: bytes)
            containers.append(.item(indent: columns + marker.width + padding, number: marker.number))
            isItemPending = true
        }
    }
}
