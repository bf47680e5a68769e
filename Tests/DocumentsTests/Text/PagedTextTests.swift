import Documents
import Testing

@Suite("Text of pages") struct PagedTextTests {
    private func blocks(_ pages: [String]) throws -> [String] {
        let text = pages.map { $0 + "\u{C}" }.joined()
        return try PagedText(Array(text.utf8)).parse(cancellation: Cancellation()).blocks.map(\.text)
    }

    @Test(
        "Lines are joined to paragraphs, and words that line ends divide are mended",
        arguments: [
            ("a develop-\nment plan", ["a development plan"]),
            ("a well-\nknown plan that is well-known", ["a well-known plan that is well-known"]),
            ("soft\u{AD}\nware", ["software"]),
            ("the Anglo-\nAmerican plan", ["the Anglo-American plan"]),
            ("一个很长的\n句子。", ["一个很长的句子。"]),
            ("开 票 通 知 单", ["开票通知单"]),
            ("one\n\ntwo", ["one", "two"]),
            ("1.\n\nIntroduction", ["1. Introduction"]),
            ("• a point that goes on after\n\nthe gap\n• next", ["a point that goes on after the gap", "next"]),
        ])
    func joins(page: String, expected: [String]) throws {
        #expect(try blocks([page]) == expected)
    }

    @Test("Running heads, feet and numbers go; their first place and other numbers stay")
    func running() throws {
        let pages = (1...8).map {
            "THE ANNUAL REPORT page \($0)\n\nText \(["a", "b", "c", "d", "e", "f", "g", "h"][$0 - 1]).\n\n\($0 + 10)"
        }
        let read = try blocks(pages + ["2024"])
        #expect(read == ["THE ANNUAL REPORT page 1"] + "abcdefgh".map { "Text \($0)." } + ["2024"])
    }
}
