import Documents
import Foundation
import Testing

@Suite("Encodings") struct EncodingTests {
    struct Row: CustomTestStringConvertible {
        var encoding: String
        var text: String
        var bytes: Data

        var testDescription: String { "\(encoding), \(bytes.count) bytes" }
    }

    /// Made by Python's codecs; see Fixtures/README.md.
    static let rows: [Row] = {
        let table = (try? Fixtures.data("encodings.tsv")) ?? Data()
        return String(decoding: table, as: UTF8.self).split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t").map(String.init)
            guard cells.count == 3, let text = Data(base64Encoded: cells[1]), let bytes = Data(base64Encoded: cells[2])
            else { return nil }
            return Row(encoding: cells[0], text: String(decoding: text, as: UTF8.self), bytes: bytes)
        }
    }()

    @Test("The table of encodings is there") func table() { #expect(Self.rows.count == 48) }

    @Test("Text is decoded from the encoding it is in", arguments: rows)
    func decodes(row: Row) async throws {
        let source = TextDecoder().decode(row.bytes)
        #expect(String(decoding: source.bytes, as: UTF8.self) == row.text)
        #expect(source.encoding == row.encoding)
        let document = try await DocumentReaders.standard.read(row.bytes, name: "a.txt")
        #expect(document.blocks.map(\.text) == [row.text])
        #expect(document.blocks.map(\.location) == [Location(lines: 1...2)])
    }

    @Test("A guess is reported, a mark or well-formed UTF-8 is not", arguments: rows)
    func reports(row: Row) {
        let isCertain = row.encoding == "UTF-8" || ByteOrderMark(row.bytes) != nil
        let codes = TextDecoder().decode(row.bytes).diagnostics.map(\.code)
        #expect(codes == (isCertain ? [] : ["encoding"]))
    }

    @Test("Stray bytes in UTF-8 are read as Windows-1252 and reported")
    func strays() {
        let source = TextDecoder().decode(Data("Grüße, 你好, ".utf8) + [0xE9] + Data(" and ça va".utf8))
        #expect(String(decoding: source.bytes, as: UTF8.self) == "Grüße, 你好, é and ça va")
        #expect(source.diagnostics.map(\.message) == ["1 byte is not UTF-8 and read as Windows-1252"])
    }

    @Test("A bad byte in Chinese text costs one character")
    func badByte() throws {
        let row = try #require(Self.rows.first { $0.encoding == "GB18030" })
        var bytes = Data()
        for _ in 0..<20 { bytes += row.bytes + [0x0A] }
        bytes += [0xFF, 0x0A]
        let source = TextDecoder().decode(bytes)
        let text = String(decoding: source.bytes, as: UTF8.self)
        #expect(text == String(repeating: row.text + "\n", count: 20) + "\u{FFFD}\n")
        #expect(source.diagnostics.count == 2)
    }

    @Test("Line ends of all systems count alike, and control characters go")
    func lineEnds() async throws {
        let document = try await read("one\r\n\r\ntwo\rthree\n\n\u{1B}[31mred\u{1B}[0m \u{0}nul\u{7}", as: "a.txt")
        #expect(outline(document) == ["paragraph 1: one", "paragraph 3–4: two\nthree", "paragraph 6: red nul"])
        #expect(document.diagnostics.map(\.message) == ["4 control characters are left out"])
    }

    @Test("A page's own charset decides over a guess")
    func stated() async throws {
        let html =
            Data("<html><meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'><p>".utf8) + [0xE8, 0xBE]
        let document = try await DocumentReaders.standard.read(html, name: "a.html")
        #expect(document.blocks.map(\.text) == ["čž"])
    }

    @Test("Any bytes give valid UTF-8", arguments: 0..<50)
    func anyBytes(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let bytes = Data(
            (0..<Int.random(in: 1..<400, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let source = TextDecoder().decode(bytes)
        #expect(String(validating: source.bytes, as: UTF8.self) != nil)
        #expect(!source.bytes.contains(0) && !source.bytes.contains(0x0D))
    }
}
