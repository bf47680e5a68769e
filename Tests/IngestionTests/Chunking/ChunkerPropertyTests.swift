import Documents
import Ingestion
import Library
import TestSupport
import Testing

@Suite struct ChunkerPropertyTests {
    @Test("Every visible character is in exactly one chunk, in order, and no chunk is too long", arguments: 0..<200)
    func everythingOnce(seed: Int) {
        var generator = DocumentGenerator(seed: UInt64(seed))
        let document = generator.document()
        let maximum = [20, 40, 80, 254].randomElement(using: &generator.random)!
        let chunker = Chunker(
            maximumTokens: maximum, targetTokens: maximum * 3 / 4, countTokens: simpleTokenCount)
        let chunks = chunker.chunks(of: document)

        #expect(chunks == chunker.chunks(of: document), "the same document gives the same chunks")
        let named = Set(chunks.flatMap(\.headings))
        var expected = ""
        for block in document.blocks where !block.isHidden && block.kind != .heading { expected += visible(block.text) }
        var found = ""
        var headers = RepeatedHeaders(document)
        for chunk in chunks {
            let bytes = Array(chunk.text.utf8)
            var end = 0
            for piece in chunk.pieces {
                let text = headers.withoutHeader(bytes[piece.range], piece.kind)
                #expect(piece.range.lowerBound == (end == 0 ? 0 : end + 1) && !piece.range.isEmpty)
                end = piece.range.upperBound
                if piece.kind != .heading { found += visible(text) }
                let isVerbatim = document.blocks.contains {
                    $0.kind == piece.kind && holds($0.text, text) && contains($0.location, piece.location)
                }
                #expect(
                    isVerbatim, "in the lines of its block, and not cut inside a character: \(text.debugDescription)")
            }
            #expect(end == bytes.count)
            #expect(chunk.tokenCount <= maximum)
            #expect(chunk.tokenCount == embeddedTokens(chunk, title: document.title))
        }
        #expect(Array(found) == Array(expected))
        let texts = Set(chunks.flatMap { $0.text.split(separator: "\n") }.map(String.init))
        for block in document.blocks where block.kind == .heading {
            #expect(named.contains(block.text) || texts.contains(block.text))
        }
    }

    private func visible(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
    }

    /// Whether `part` is a run of whole characters of `text`. White space may be cut from a mark that combines with it.
    private func holds(_ text: String, _ part: String) -> Bool {
        let bytes = Array(text.utf8)
        let wanted = Array(part.utf8)
        guard wanted.count <= bytes.count else { return false }
        var starts: Set<Int> = [0]
        var offset = 0
        for character in text {
            let length = character.utf8.count
            if character.unicodeScalars.first?.properties.isWhitespace == true { starts.insert(offset + 1) }
            offset += length
            starts.insert(offset)
        }
        return (0...bytes.count - wanted.count).contains { start in
            bytes[start] == wanted[0] && starts.contains(start)
                && bytes[start..<start + wanted.count].elementsEqual(wanted)
                && (starts.contains(start + wanted.count) || bytes[start + wanted.count] == 0x20)
        }
    }

    private func contains(_ outer: Location, _ inner: Location) -> Bool {
        guard let lines = outer.lines, let part = inner.lines else { return outer == inner }
        return lines.lowerBound <= part.lowerBound && part.upperBound <= lines.upperBound
    }

    private func embeddedTokens(_ chunk: NewChunk, title: String?) -> Int {
        simpleTokenCount(
            StoredChunk(
                id: 1, document: DocumentID(rawValue: ""), file: "", title: title, ordinal: 0, content: chunk
            ).embeddingText)
    }
}

/// Takes away the headers that parts of tables begin with.
private struct RepeatedHeaders {
    private var tables: [Block]
    /// Visible bytes of the first table that no part had yet.
    private var rest = 0

    init(_ document: Document) { tables = document.blocks.filter { $0.kind == .table && !$0.isHidden } }

    mutating func withoutHeader(_ piece: ArraySlice<UInt8>, _ kind: Block.Kind) -> String {
        guard kind == .table, let table = tables.first else { return String(decoding: piece, as: UTF8.self) }
        var own = piece
        if rest == 0 {
            rest = visible(Array(table.text.utf8)[...])
        } else {
            let header = table.text.utf8.prefix { $0 != 0x0A }
            if own.starts(with: Array(header) + [0x0A]) { own = own.dropFirst(header.count + 1) }
        }
        rest -= visible(own)
        if rest <= 0 {
            tables.removeFirst()
            rest = 0
        }
        return String(decoding: own, as: UTF8.self)
    }

    private func visible(_ bytes: ArraySlice<UInt8>) -> Int {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(0) {
            $0 + ($1.properties.isWhitespace ? 0 : UTF8.width($1))
        }
    }
}

/// Makes documents of every kind of block, in several scripts.
private struct DocumentGenerator {
    var random: SplitMix64
    private var line = 1

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    mutating func document() -> Document {
        var path: [String] = []
        var blocks: [Block] = []
        for number in 0..<Int.random(in: 0...40, using: &random) {
            if Int.random(in: 0..<4, using: &random) == 0 {
                let level = Int.random(in: 1...min(3, path.count + 1), using: &random)
                path = Array(path.prefix(level - 1))
                let text = "Heading \(number)"
                blocks.append(
                    Block(
                        kind: .heading, text: text, location: Location(lines: line...line), headings: path,
                        level: level))
                path.append(text)
                line += 2
                continue
            }
            let kind = [Block.Kind.paragraph, .listItem, .table, .code].randomElement(using: &random)!
            let text = self.text(of: kind)
            let last = line + text.utf8.count { $0 == 0x0A }
            blocks.append(
                Block(
                    kind: kind, text: text, location: Location(lines: line...last), headings: path,
                    isHidden: Int.random(in: 0..<10, using: &random) == 0))
            line = last + 2
        }
        let title = [nil, "Heading 0", "A title"].randomElement(using: &random)!
        return Document(type: .markdown, title: title, blocks: blocks)
    }

    private mutating func text(of kind: Block.Kind) -> String {
        let count = [1, 5, 30, 200].randomElement(using: &random)!
        var text = ""
        for _ in 0..<Int.random(in: 1...count, using: &random) {
            text += Self.words.randomElement(using: &random)!
            text += Self.marks.randomElement(using: &random)!
            if kind == .table || kind == .code, Int.random(in: 0..<4, using: &random) == 0 { text += "\n  " }
        }
        return text.contains { !$0.isWhitespace } ? text : "x"
    }

    private static let words = [
        "word", "a", "Umstände", "北京大学", "中", "日本語のテキスト", "한국어", "ประเทศไทย", "नमस्ते", "العربية", "3.14", "Dr", "👩‍👩‍👧", "🇩🇪",
        "e\u{301}", "https://example.org/a/very/long/path?with=parameters&more=of-them", "snake_case_name", "\u{301}",
        "averyveryveryveryveryverylongwordwithoutanyseparatorinitwhichgoesonandonandonandonandonandonandon",
    ]
    private static let marks = [
        " ", " ", " ", "", ". ", "。", ", ", "，", "! ", "؟ ", "\n", " | ", ": ", "。\u{FE0F}", "\u{3000}",
    ]
}
