/// Takes the blocks of an office document or a book: cleans their text and collects them.
struct BlockWriter {
    private var collector = BlockCollector()
    private var invisibleTags = 0
    private var bytes = 0

    /// The bytes of text of one document; small files can refer to the same text a million times.
    private static let maximumBytes = 268_435_456

    /// The blocks so far.
    var blocks: [Block] { collector.blocks }

    /// The heading that the document begins with.
    var firstTitle: String? { blocks.first.flatMap { $0.kind == .heading ? $0.text : nil } }

    /// What there is to say about them.
    var diagnostics: [Diagnostic] {
        var collector = collector
        collector.noteHiddenText()
        return collector.diagnostics + [InvisibleTags.diagnostic(invisibleTags)].compactMap(\.self)
    }

    /// Adds a block; one without text is left out.
    mutating func append(
        _ kind: Block.Kind, _ text: String, at location: Location = Location(), isHidden: Bool = false
    ) throws {
        let text = cleaned(text)
        try count(text)
        let isVerbatim = kind == .table || kind == .code
        try collector.append(kind, isVerbatim ? text : Self.trimmed(text), at: location, isHidden: isHidden)
    }

    /// Adds a heading; one that is not seen becomes a hidden paragraph, which nothing stands under.
    mutating func appendHeading(
        _ text: String, level: Int, at location: Location = Location(), isHidden: Bool = false
    ) throws {
        guard !isHidden else { return try append(.paragraph, text, at: location, isHidden: true) }
        let text = cleaned(text)
        try count(text)
        try collector.appendHeading(Self.trimmed(text).onOneLine, level: level, at: location)
    }

    /// Adds a piece of a page of HTML.
    mutating func append(_ piece: HTMLPiece, at location: Location) throws {
        switch piece.kind {
        case .heading(let level):
            try appendHeading(piece.text, level: level, at: location, isHidden: piece.isHidden)
        case .block(let kind): try append(kind, piece.text, at: location, isHidden: piece.isHidden)
        }
    }

    private mutating func count(_ text: String) throws {
        bytes += text.utf8.count
        guard bytes <= Self.maximumBytes else {
            throw DocumentError(
                .limitExceeded,
                "the document has more than \(Self.maximumBytes / 1_048_576) MiB of text; divide it into smaller files")
        }
    }

    /// Ends all sections: what follows stands under no heading.
    mutating func closeSections() { collector.closeSections() }

    /// A text without white space at its ends.
    static func trimmed(_ text: String) -> String {
        guard let first = text.first, let last = text.last, first.isWhitespace || last.isWhitespace else { return text }
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// A text without soft hyphens, control characters and invisible tags.
    private mutating func cleaned(_ text: String) -> String {
        var text = text
        let isClean = text.withUTF8 { bytes in
            !bytes.contains { $0 == 0xF3 || $0 == 0xC2 || ($0 < 0x20 && $0 != 0x0A && $0 != 0x09) }
        }
        guard !isClean else { return text }
        var bytes = ControlCharacters.cleaned(Array(text.utf8)).text
        let (tagless, count) = InvisibleTags.removed(from: bytes)
        invisibleTags += count
        bytes = tagless
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            // U+00AD is C2 AD; in valid UTF-8, C2 begins a character of two bytes.
            if byte == 0xAD, result.last == 0xC2 { result.removeLast() } else { result.append(byte) }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
