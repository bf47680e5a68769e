import Documents
import Foundation
import Testing

@Suite("Markdown") struct MarkdownTests {
    @Test(
        "Blocks are divided as CommonMark divides them, with exact lines",
        arguments: [
            ("# One\n\ntext\n## Two ##\n", ["heading 1 1: One", "paragraph 3: text", "heading 2 4: Two"]),
            ("One\n===\nTwo\n---\n", ["heading 1 1–2: One", "heading 2 3–4: Two"]),
            ("a\nb  \nc\n\nd", ["paragraph 1–3: a b\nc", "paragraph 5: d"]),
            (
                "- a\n- b\n  - c\n\n    d\n- e",
                ["listItem 1: a", "listItem 2: b", "listItem 3: c", "paragraph 5: d", "listItem 6: e"]
            ),
            ("1. a\n2. b\n\n10) c", ["listItem 1: 1. a", "listItem 2: 2. b", "listItem 4: 10. c"]),
            ("- a\nlazy\n\nnew", ["listItem 1–2: a lazy", "paragraph 4: new"]),
            ("> q\n> > r\nlazy\n\nx", ["paragraph 1: q", "paragraph 2–3: r lazy", "paragraph 5: x"]),
            ("```swift\nlet a = 1\n\n  b\n```\nx", ["code 2–4: let a = 1\n\n  b", "paragraph 6: x"]),
            ("~~~\n```\n~~~", ["code 2: ```"]),
            ("```\nnever closed", ["code 2: never closed"]),
            ("a\n\n    code\n\n    more\n\nb", ["paragraph 1: a", "code 3–5: code\n\nmore", "paragraph 7: b"]),
            ("| A | B |\n|---|:-:|\n| 1 | x\\|y |\n| 3 |\n\nz", ["table 1–4: A | B\n1 | x|y\n3", "paragraph 6: z"]),
            ("text\nA | B\n--|--\n1 | 2", ["paragraph 1: text", "table 2–4: A | B\n1 | 2"]),
            ("a\n***\nb\n- - -\n", ["paragraph 1: a", "paragraph 3: b"]),
            ("a\n<!-- c\nd -->\nb", ["paragraph 1: a", "hidden paragraph 2–3: c\nd", "paragraph 4: b"]),
            (
                "<div>\n<p>one</p>\n<ul><li>two\n</ul></div>\n\nx",
                ["paragraph 2: one", "listItem 3: two", "paragraph 6: x"]
            ),
            ("<table>\n<tr><td>a</td>\n\n<td>b</td></tr>\n</table>\n\nx", ["table 1–4: a | b", "paragraph 7: x"]),
            ("<p style='display:none'>no</p>\n\nyes", ["hidden paragraph 1: no", "paragraph 3: yes"]),
            ("中文\n第二行", ["paragraph 1–2: 中文第二行"]),
            ("\tcode", ["code 1: code"]),
            ("#hash\n#5 bolt", ["paragraph 1–2: #hash #5 bolt"]),
        ])
    func blocks(text: String, expected: [String]) async throws {
        #expect(outline(try await read(text, as: "a.md")) == expected)
    }

    @Test("Blocks know the headings above them")
    func headings() async throws {
        let document = try await read("# A\na\n## B\nb\n### C\nc\n## D\nd\n# E\ne\n> # quoted\n\nf", as: "a.md")
        let paths = document.blocks.filter { $0.kind == .paragraph }.map(\.headings)
        #expect(paths == [["A"], ["A", "B"], ["A", "B", "C"], ["A", "D"], ["E"], ["E"]])
        #expect(
            document.blocks.filter { $0.kind == .heading }.map(\.headings) == [
                [], ["A"], ["A", "B"], ["A"], [], ["E"],
            ])
    }

    @Test(
        "Front matter gives the title, else the first heading does",
        arguments: [
            (
                "---\ntitle: \"A: b\"\ndate: 2024\n---\n# C\n", "A: b",
                ["code 2–3: title: \"A: b\"\ndate: 2024", "heading 1 5: C"]
            ),
            ("+++\ntitle = 'T'\n+++\nx", "T", ["code 2: title = 'T'", "paragraph 4: x"]),
            ("# C\nx", "C", ["heading 1 1: C", "paragraph 2: x"]),
            ("## C\nx", nil, ["heading 2 1: C", "paragraph 2: x"]),
            ("---\nno keys\n---\n", nil, ["heading 2 2–3: no keys"]),
        ] as [(String, String?, [String])])
    func title(text: String, title: String?, expected: [String]) async throws {
        let document = try await read(text, as: "a.md")
        #expect(document.title == title)
        #expect(outline(document) == expected)
    }

    /// The expected texts are what the reference implementation's HTML shows in a browser (CommonMark 0.31).
    @Test(
        "Inline markup is gone and the words stay",
        arguments: [
            ("*a* **b** ***c*** _d_ __e__ ~~f~~", "a b c d e f"),
            ("snake_case_word and 2 * 3 * 4", "snake_case_word and 2 * 3 * 4"),
            ("**foo*bar*baz** *foo**bar***", "foobarbaz foobar"),
            ("`a * b` ``c ` d`` `unclosed", "a * b c ` d `unclosed"),
            ("[text](http://x.y/a_(b)_c \"t\") ![alt *x*](i.png)", "text alt x"),
            ("[a][r] [r] [r][] [other] [x][other]", "a r r [other] [x][other]"),
            ("[![badge](b.svg)](http://x.y) end", "badge end"),
            ("<https://a.b/c?d> <me@x.y> <b>bold</b> a < b > c", "https://a.b/c?d me@x.y bold a < b > c"),
            ("&amp; &lt; &#8212; &#x41; &nosuch; AT&T", "& < — A &nosuch; AT&T"),
            ("\\*not\\* a\\\\b \\d", "*not* a\\b \\d"),
            ("one<br>two", "one\ntwo"),
            ("noted[^1] here", "noted here"),
            ("[unclosed](http://x", "[unclosed](http://x"),
        ])
    func inline(text: String, expected: String) async throws {
        let document = try await read(text + "\n\n[r]: http://x.y \"title\"\n", as: "a.md")
        #expect(document.blocks.map(\.text) == [expected])
    }

    @Test("A definition is left out, a line that only looks like one is not")
    func definitions() async throws {
        let document = try await read(
            "[r]: http://x.y\n\n[note]: this is a sentence\n\n[^1]: The footnote.", as: "a.md")
        #expect(document.blocks.map(\.text) == ["[note]: this is a sentence", "The footnote."])
    }

    @Test("Hidden text is flagged and reported once")
    func hidden() async throws {
        let document = try await read("a <!-- one --> b\n\n<!-- two -->\n", as: "a.md")
        #expect(outline(document) == ["paragraph 1: a  b", "hidden paragraph 1: one", "hidden paragraph 3: two"])
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
        #expect(document.diagnostics.first?.message.hasPrefix("2 pieces") == true)
    }
}
