import Documents
import Foundation
import Testing

@Suite("Plain text") struct PlainTextTests {
    @Test("Paragraphs end at empty lines and know their lines")
    func paragraphs() async throws {
        let document = try await read("\n\nFirst line\nsecond line.\n \t\nNext.\n\n\n", as: "a.txt")
        #expect(document.type == .plainText)
        #expect(outline(document) == ["paragraph 3–4: First line\nsecond line.", "paragraph 6: Next."])
    }

    @Test("List items are blocks of their own, with the lines that continue them")
    func lists() async throws {
        let document = try await read(
            "Buy:\n- milk\n  and cream\n* bread\n• tea\n\n1. one\n2) two\n\nIn the year\n1984. It was", as: "a.txt")
        #expect(
            outline(document) == [
                "paragraph 1: Buy:", "listItem 2–3: milk\n  and cream", "listItem 4: bread", "listItem 5: tea",
                "listItem 7: 1. one", "listItem 8: 2) two", "paragraph 10–11: In the year\n1984. It was",
            ])
    }

    @Test("A log without empty lines is divided, and no line is lost")
    func log() async throws {
        let lines = (1...1_000).map { "line \($0) of a log without any empty line" }
        let document = try await read(lines.joined(separator: "\n"), as: "a.log")
        #expect(document.blocks.count > 5)
        #expect(document.blocks.map(\.text).joined(separator: "\n") == lines.joined(separator: "\n"))
        for block in document.blocks {
            let range = try #require(block.location.lines)
            #expect(
                block.text.hasPrefix(lines[range.lowerBound - 1]) && block.text.hasSuffix(lines[range.upperBound - 1]))
        }
    }

    @Test("One line of megabytes is divided between words, in bounded time", arguments: ["word ", "字"])
    func longLine(piece: String) async throws {
        let count = 20_000_000 / piece.utf8.count
        let document = try await read(String(repeating: piece, count: count), as: "a.txt")
        #expect(document.blocks.allSatisfy { $0.text.utf8.count <= 65_536 && $0.location.lines == 1...1 })
        let word = piece.utf8.filter { !$0.isSpace }
        let bytes = document.blocks.reduce(0) { sum, block in sum + block.text.utf8.count(where: { !$0.isSpace }) }
        #expect(bytes == count * word.count)
        let isWhole = document.blocks.allSatisfy { $0.text.utf8.starts(with: word) || $0.text.utf8.first == 0x20 }
        #expect(isWhole)
    }

    @Test("A file with no text is refused", arguments: ["", " \n\t\r\n", "\u{FEFF}", "\u{FEFF}\n"])
    func empty(text: String) async {
        #expect(await failure(Data(text.utf8), "a.txt")?.code == .empty)
    }
}
