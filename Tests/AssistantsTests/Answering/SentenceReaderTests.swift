import Assistants
import Testing

/// Sentences out of a stream.
struct SentenceReaderTests {
    static let texts = [
        "Leave is 25 days [1]. Ask in May [2][3]. Done.",
        "Leave is 25 days. [1] Ask the manager.[2] [3] Then wait. [4, 5]\nNext line.",
        "He said no. (see below) “Quoted.” \"Next.\" (Another.) end",
        "One. Two three.  Four \n\n  - item one.\n  - item two. [1]\n",
        "年假有二十五天。[1]从五月开始！[2] 好。“引文。”完",
        "Dr. Smith met J. R. Tolkien at 3.50 p.m. in the U.S. Army. Really?! Yes... maybe. ok",
        "\n\n Leading lines. 👩‍👩‍👧 smile. 🇩🇪 flag. e\u{301}nd. E\u{301}nd.",
        "[1] First. [a] Second. [12 b] third. [12] Fourth [5",
        "",
        " \n ",
    ]

    @Test("How a text is cut makes no difference: two pieces, at every place", arguments: texts)
    func twoPieces(text: String) {
        let whole = parts(of: [text])
        for index in text.indices {
            #expect(parts(of: [String(text[..<index]), String(text[index...])]) == whole)
        }
        #expect(parts(of: text.map(String.init)) == whole)
    }

    @Test("How a text is cut makes no difference: random pieces", arguments: texts)
    func randomPieces(text: String) {
        var state: UInt64 = 1
        let whole = parts(of: [text])
        for _ in 0..<200 {
            var pieces: [String] = []
            var rest = text[...]
            while !rest.isEmpty {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let piece = rest.prefix(1 + Int(state >> 33) % 6)
                pieces.append(String(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(parts(of: pieces) == whole, "\(pieces)")
        }
    }

    @Test("Nothing visible is lost", arguments: texts)
    func nothingLost(text: String) {
        let joined = parts(of: text.map(String.init)).map { $0.sentence + $0.gap }.joined()
        #expect(joined.filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
    }

    @Test("A sentence comes as soon as the next has begun, with its marks")
    func early() {
        var reader = SentenceReader()
        #expect(reader.read("Leave is 25 days.").isEmpty)
        #expect(reader.read(" [1").isEmpty)
        #expect(reader.read("] ").isEmpty)
        #expect(reader.read("A").map(\.sentence) == ["Leave is 25 days.[1]"])
        #expect(reader.read("sk").isEmpty)
        #expect(reader.finish().map(\.sentence) == ["Ask"])
        #expect(reader.finish().isEmpty)
    }

    @Test(
        "The first sentence of a text is bare and on one line",
        arguments: [
            ("“Leave is 25 days.” Next.", "Leave is 25 days."), ("Leave\nis 25", "Leave"), ("  One. Two.", "One."),
        ])
    func firstSentence(text: String, expected: String) {
        #expect(SentenceReader.firstSentence(of: text) == expected)
    }

    @Test("Where nothing is said there is no first sentence", arguments: ["", "  ", "...", "\"\"", "\n"])
    func noFirstSentence(text: String) {
        #expect(SentenceReader.firstSentence(of: text) == nil)
    }

    private func parts(of pieces: [String]) -> [SentenceReader.Part] {
        var reader = SentenceReader()
        var parts: [SentenceReader.Part] = []
        for piece in pieces { parts += reader.read(piece) }
        return parts + reader.finish()
    }
}
