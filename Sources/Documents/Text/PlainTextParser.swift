/// Divides a text into paragraphs and list items.
struct PlainTextParser {
    /// Bytes after which a paragraph ends at the next line end.
    private static let paragraphLimit = 4_096

    let text: SourceText
    /// The number of the text's first line in its document.
    let firstNumber: Int
    private var collector = BlockCollector()
    private var kind = Block.Kind.paragraph
    private var bytes: Range<Int>?
    private var firstLine = 0
    private var lastLine = 0

    init(text: SourceText, firstLine: Int = 1) { (self.text, firstNumber) = (text, firstLine) }

    mutating func parse(cancellation: Cancellation) throws -> [Block] {
        var cursor = LineCursor()
        while let line = cursor.next(in: text.bytes) {
            if cursor.number & 0xFFF == 0 { try cancellation.check() }
            let content = trimmed(line)
            if content.isEmpty {
                try flush()
                continue
            }
            let marker = ListMarker(text.bytes, content)
            let startsItem = marker.map { $0.isBullet || bytes == nil || kind == .listItem }
            if startsItem == true || bytes.map({ $0.count > Self.paragraphLimit }) == true { try flush() }
            if bytes == nil {
                kind = startsItem == true ? .listItem : .paragraph
                firstLine = firstNumber - 1 + cursor.number
                // A number tells items apart; a bullet says only what the block's kind says.
                let start = startsItem == true && marker?.isBullet == true ? marker?.contentStart : nil
                bytes = (start ?? content.lowerBound)..<content.upperBound
            } else {
                bytes = (bytes?.lowerBound ?? content.lowerBound)..<content.upperBound
            }
            lastLine = firstNumber - 1 + cursor.number
        }
        try flush()
        return collector.blocks
    }

    private mutating func flush() throws {
        guard let range = bytes else { return }
        bytes = nil
        try collector.append(kind, text.string(range), at: Location(lines: firstLine...lastLine))
    }

    private func trimmed(_ line: Range<Int>) -> Range<Int> {
        var start = line.lowerBound
        var end = line.upperBound
        while start < end, text.bytes[start].isSpace { start += 1 }
        while end > start, text.bytes[end - 1].isSpace { end -= 1 }
        return start..<end
    }
}
