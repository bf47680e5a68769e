/// Collects blocks in reading order and keeps the heading path that each of them stands under.
package struct BlockCollector {
    /// The most blocks of one document. The default is 1,000,000: a document of more would not fit in memory.
    package var maximumBlocks = 1_000_000
    /// The bytes after which a block is divided, so that no later stage meets one of unbounded size.
    private static let pieceBytes = 65_536
    /// The bytes up to which a text can be a heading.
    private static let headingBytes = 1_024
    package private(set) var blocks: [Block] = []
    package var diagnostics: [Diagnostic] = []
    /// What was left out on purpose.
    package var omissions: [ExtractionLedger.Omission] = []
    private var path: [(level: Int, text: String)] = []
    private var headings: [String] = []

    package init() {}

    /// Adds a block under the current headings; text of nothing but white space is left out, and text of more than
    /// 64 KiB becomes several blocks.
    package mutating func append(
        _ kind: Block.Kind, _ text: String, at location: Location, isHidden: Bool = false
    ) throws {
        guard text.utf8.contains(where: { !$0.isSpace }) else { return }
        guard text.utf8.count > Self.pieceBytes else {
            try makeRoom()
            blocks.append(Block(kind: kind, text: text, location: location, headings: headings, isHidden: isHidden))
            return
        }
        let bytes = [UInt8](text.utf8)
        for piece in TextPieces(bytes, 0..<bytes.count, limit: Self.pieceBytes) {
            let part = String(decoding: bytes[piece], as: UTF8.self).trimmingLineEnds
            try append(kind, part, at: location, isHidden: isHidden)
        }
    }

    /// Adds a heading.
    ///
    /// - Parameter opensSection: whether what follows stands under it; a heading inside a quotation only names a part of that.
    package mutating func appendHeading(
        _ text: String, level: Int, at location: Location, opensSection: Bool = true
    ) throws {
        guard text.utf8.contains(where: { !$0.isSpace }) else { return }
        // Each block below repeats its headings, so a heading of a page's length is no heading.
        guard text.utf8.count <= Self.headingBytes else { return try append(.paragraph, text, at: location) }
        try makeRoom()
        let above = path.prefix { $0.level < level }.map(\.text)
        blocks.append(
            Block(
                kind: .heading, text: text, location: location, headings: opensSection ? above : headings, level: level)
        )
        guard opensSection else { return }
        path.removeAll { $0.level >= level }
        path.append((level, text))
        headings = path.map(\.text)
    }

    /// Ends the sections of a level and below it, all by default, so that what follows stands beside them.
    package mutating func closeSections(from level: Int = 1) {
        guard path.contains(where: { $0.level >= level }) else { return }
        path.removeAll { $0.level >= level }
        headings = path.map(\.text)
    }

    /// Puts what follows under names that are in the text itself, such as those of the types of a program.
    package mutating func setPath(_ names: [String]) {
        path = names.enumerated().map { ($0.offset + 1, $0.element) }
        headings = names
    }

    /// Adds one diagnostic about hidden blocks, if there are any.
    package mutating func noteHiddenText() {
        let hidden = blocks.lazy.filter(\.isHidden)
        guard let first = hidden.first else { return }
        let count = hidden.count
        diagnostics.append(
            Diagnostic(
                severity: .warning, code: "hiddenText",
                message:
                    "\(count) \(count == 1 ? "piece" : "pieces") of text that a reader of the document does not see "
                    + "\(count == 1 ? "is" : "are") left out",
                location: first.location))
    }

    private func makeRoom() throws {
        guard blocks.count < maximumBlocks else {
            throw DocumentError(
                .limitExceeded,
                "the document has more than \(maximumBlocks) paragraphs, list items or headings; divide it into smaller files"
            )
        }
    }
}

extension UInt8 {
    /// Whether the byte is ASCII white space.
    package var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
    /// Whether the byte is an ASCII digit.
    package var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    /// Whether the byte is an ASCII letter.
    package var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    /// The byte, with an ASCII capital made small.
    package var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
    /// Whether the byte is ASCII punctuation.
    package var isPunctuation: Bool {
        (self > 0x20 && self < 0x7F) && !isDigit && !isLetter
    }
}
