import Documents
import Foundation
import Testing

/// Encodings that are easily taken for others, and broken ones.
struct HardEncodingTests {
    private func decoded(_ bytes: [UInt8]) -> (text: String, source: SourceText) {
        let source = TextDecoder().decode(Data(bytes))
        return (String(decoding: source.bytes, as: UTF8.self), source)
    }

    @Test("A character of four bytes does not hide that a short text is GB18030")
    func fourBytes() {
        // "你好，㐀世界你好" in Python's gb18030.
        let bytes: [UInt8] = [
            0xC4, 0xE3, 0xBA, 0xC3, 0xA3, 0xAC, 0x81, 0x39, 0xEE, 0x39, 0xCA, 0xC0, 0xBD, 0xE7, 0xC4, 0xE3, 0xBA, 0xC3,
        ]
        let (text, source) = decoded(bytes)
        #expect(source.encoding == "GB18030")
        #expect(text == "你好，㐀世界你好")
    }

    @Test("ISO-2022-JP is read, and terminal colours are not taken for it")
    func shifted() {
        // "こんにちは, world" in Python's iso2022_jp.
        let (text, source) = decoded(Array("\u{1B}$B$3$s$K$A$O\u{1B}(B, world".utf8))
        #expect(text == "こんにちは, world")
        #expect(source.encoding == "ISO-2022-JP")
        #expect(source.diagnostics.map(\.code) == ["encoding"])
        let colours = decoded(Array("\u{1B}[31mred\u{1B}[0m".utf8))
        #expect(colours.text == "red" && colours.source.encoding == "UTF-8")
    }

    @Test("Half a surrogate pair and an odd byte in UTF-16 are reported")
    func brokenUTF16() {
        let (text, source) = decoded([0xFF, 0xFE, 0x41, 0, 0, 0xD8, 0x42, 0, 0x43])
        #expect(text == "A\u{FFFD}B\u{FFFD}")
        #expect(source.diagnostics.map(\.message) == ["2 byte sequences are not UTF-16LE and shown as \u{FFFD}"])
    }
}
