internal import Testing
internal import bespoke

@Suite("Markdown on a terminal")
struct MarkdownWriterTests {
    /// What is shown of a text that comes in pieces of so many characters, with styles as ⟨1⟩ and their end as ⟩.
    private func shown(_ text: String, width: Int = 40, pieces: Int = .max) -> String {
        var writer = MarkdownWriter(width: width)
        var output = ""
        var rest = text[...]
        while !rest.isEmpty {
            output += writer.push(String(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        output += writer.finish()
        return output.replacing("\u{1B}[0m", with: "⟩").replacing(/\u{1B}\[([0-9;]+)m/) { "⟨\($0.output.1)⟩" }
    }

    static let cases = [
        ("**25 days** a year", "⟨1⟩25 days⟩ a year"),
        ("*very* long, `swift build`", "⟨3⟩very⟩ long, ⟨36⟩swift build⟩"),
        ("# Leave\n\ntext", "⟨1;4⟩Leave⟩\n\ntext"),
        ("- one\n* two\n  - three", "• one\n• two\n  • three"),
        ("1. one\n12) two", "1. one\n12) two"),
        ("```swift\nlet **x** = 1\n```\nend", "⟨2⟩```swift⟩\n⟨36⟩  let **x** = 1⟩\n⟨2⟩```⟩\nend"),
        ("> quoted", "│ ⟨2;3⟩quoted⟩"),
        ("| a | b |\n|---|---|", "| a | b |\n|---|---|"),
        ("5 * 3 * 2 and snake_case_name", "5 * 3 * 2 and snake_case_name"),
        ("**not closed\nnext", "**not closed\nnext"),
        ("-5 degrees, 2019 was warm", "-5 degrees, 2019 was warm"),
        ("__all__ [1]", "⟨1⟩all⟩ [1]"),
        ("#hashtag\n#", "#hashtag\n#"),
        ("", ""),
    ]

    @Test("Marks become styles, and what is no mark stays", arguments: cases)
    func styles(text: String, expected: String) { #expect(shown(text) == expected) }

    @Test("A text in pieces is shown as in one", arguments: cases)
    func pieces(text: String, expected: String) {
        for size in 1...4 { #expect(shown(text, pieces: size) == expected) }
    }

    @Test("Lines break at the width, styles take no room, and list items go on below their text")
    func width() {
        #expect(shown("**one two three** four five", width: 10) == "⟨1⟩one two\nthree⟩ four\nfive")
        #expect(shown("- one two three four", width: 12) == "• one two\n  three four")
        #expect(shown("**年假**有多少天，一年", width: 9) == "⟨1⟩年假⟩有多\n少天，一\n年")
    }

    @Test("Control characters of a text never reach the terminal")
    func controlCharacters() {
        #expect(shown("a\u{1B}]0;x\u{7} **b\u{1B}[2J**") == "a␛]0;x␇ ⟨1⟩b␛[2J⟩")
    }

    @Test("A text is shown as soon as nothing is open in it")
    func streams() {
        var writer = MarkdownWriter(width: 40)
        let shown = ["Every parent ", "receives **18 ", "weeks** of"].map { writer.push($0) } + [writer.finish()]
        #expect(shown == ["Every parent", " receives", " \u{1B}[1m18 weeks\u{1B}[0m", " of"])
    }
}
