public import Foundation

/// Reads plain text: paragraphs divided by empty lines, and list items.
///
/// Line breaks of the source stay in the blocks, so that the nth line of a block's text is the nth line of its location.
/// A paragraph without end, such as a log, is divided after some thousand bytes, so that locations stay useful.
public struct PlainTextReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.plainText

    /// Creates a reader.
    public init() {}

    /// Reads a file of plain text.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        var parser = PlainTextParser(text: text)
        let blocks = try parser.parse(cancellation: cancellation)
        guard !blocks.isEmpty else { throw DocumentError.empty(name) }
        return Document(type: type, blocks: blocks, diagnostics: text.diagnostics)
    }
}

/// Divides a text into paragraphs and list items.
struct PlainTextParser {
    /// Bytes after which a paragraph ends at the next line end.
    private static let paragraphLimit = 4_096
    /// Bytes after which a line is divided at a space, or between two characters.
    private static let lineLimit = 16_384

    let text: SourceText
    private var collector = BlockCollector()
    private var kind = Block.Kind.paragraph
    private var bytes: Range<Int>?
    private var firstLine = 0
    private var lastLine = 0

    init(text: SourceText) { self.text = text }

    mutating func parse(cancellation: Cancellation) throws -> [Block] {
        var cursor = LineCursor()
        while let line = cursor.next(in: text.bytes) {
            if cursor.number & 0xFFF == 0 { try cancellation.check() }
            let content = trimmed(line)
            if content.isEmpty {
                try flush()
                continue
            }
            if content.count > Self.lineLimit {
                try flush()
                try appendLong(content, line: cursor.number, cancellation: cancellation)
                continue
            }
            let startsItem = ListMarker(text.bytes, content).map { marker in
                marker.isBullet || bytes == nil || kind == .listItem
            }
            if startsItem == true || bytes.map({ $0.count > Self.paragraphLimit }) == true { try flush() }
            if bytes == nil {
                kind = startsItem == true ? .listItem : .paragraph
                firstLine = cursor.number
                bytes = content
            } else {
                bytes = (bytes?.lowerBound ?? content.lowerBound)..<content.upperBound
            }
            lastLine = cursor.number
        }
        try flush()
        return collector.blocks
    }

    private mutating func flush() throws {
        guard let range = bytes else { return }
        bytes = nil
        try collector.append(kind, text.string(range), at: Location(lines: firstLine...lastLine))
    }

    private mutating func appendLong(_ line: Range<Int>, line number: Int, cancellation: Cancellation) throws {
        for piece in TextPieces(text.bytes, line, limit: Self.lineLimit) {
            try cancellation.check()
            try collector.append(.paragraph, text.string(piece), at: Location(lines: number...number))
        }
    }

    private func trimmed(_ line: Range<Int>) -> Range<Int> {
        var start = line.lowerBound
        var end = line.upperBound
        while start < end, text.bytes[start].isSpace { start += 1 }
        while end > start, text.bytes[end - 1].isSpace { end -= 1 }
        return start..<end
    }
}

/// What opens a list item in a plain text: a bullet, or a number with a full stop or parenthesis, and a space.
struct ListMarker {
    var isBullet: Bool

    init?(_ bytes: [UInt8], _ line: Range<Int>) {
        var index = line.lowerBound
        let first = bytes[index]
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "+") {
            isBullet = true
            index += 1
        } else if first == 0xE2, line.count > 3, bytes[index + 1] == 0x80, bytes[index + 2] == 0xA2 {
            isBullet = true
            index += 3
        } else if first.isDigit {
            isBullet = false
            while index < line.upperBound, index - line.lowerBound < 3, bytes[index].isDigit { index += 1 }
            guard index < line.upperBound, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ")") else {
                return nil
            }
            index += 1
        } else {
            return nil
        }
        guard index < line.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 else { return nil }
    }
}

/// Divides a long text at spaces, or between two characters where there are none.
struct TextPieces: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var rest: Range<Int>
    private let limit: Int

    init(_ bytes: [UInt8], _ range: Range<Int>, limit: Int) {
        self.bytes = bytes
        rest = range
        self.limit = limit
    }

    mutating func next() -> Range<Int>? {
        guard !rest.isEmpty else { return nil }
        guard rest.count > limit else {
            defer { rest = rest.upperBound..<rest.upperBound }
            return rest
        }
        var end = rest.lowerBound + limit
        let earliest = end - limit / 4
        while end > earliest, !bytes[end].isSpace { end -= 1 }
        if end == earliest {
            end = rest.lowerBound + limit
            while end > earliest, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        }
        defer { rest = end..<rest.upperBound }
        return rest.lowerBound..<end
    }
}
