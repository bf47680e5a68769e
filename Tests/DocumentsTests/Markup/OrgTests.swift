import Documents
import Foundation
import Testing

@Suite("Org") struct OrgTests {
    @Test(
        "Blocks are read with their lines",
        arguments: [
            (
                "* TODO One :tag:\ntext\nmore\n** Two\n:PROPERTIES:\n:ID: 7\n:END:\nbody",
                [
                    "heading 1 1: TODO One :tag:", "paragraph 2–3: text\nmore", "heading 2 4: Two",
                    "paragraph 6: ID: 7", "paragraph 8: body",
                ]
            ),
            ("*a* /b/ _c_ =d*e*= ~f~ [[http://x][g h]] [[i]] 2*3*4", ["paragraph 1: a b c d*e* f g h i 2*3*4"]),
            (
                "- one\n  more\n+ two\n1. three\n2) four",
                ["listItem 1–2: one\nmore", "listItem 3: two", "listItem 4: 1. three", "listItem 5: 2) four"]
            ),
            (
                "#+begin_src py\n* no\n  x\n#+end_src\n: lit\n:  eral\n#+BEGIN_QUOTE\nsaid\n#+END_QUOTE",
                ["code 2–3: * no\n  x", "code 5–6: lit\n eral", "paragraph 8: said"]
            ),
            (
                "| a | b |\n|---+---|\n| 1 | 2 |\n# remark\n#+CAPTION: Cap\n#+OPTIONS: x",
                ["table 1–3: a | b\n1 | 2", "hidden paragraph 4: remark", "paragraph 5: Cap"]
            ),
        ])
    func blocks(text: String, expected: [String]) async throws {
        let document = try await read(text, as: "a.org")
        #expect(document.type == .org)
        #expect(outline(document) == expected)
    }

    @Test("The title is the one that is stated") func title() async throws {
        #expect(try await read("#+TITLE: The *title*\n* h", as: "a.org").title == "The title")
    }

    @Test(
        "Endless and long texts are read in linear time", .timeLimit(.minutes(1)),
        arguments: ["#+begin_src\n", "* ", "[[", "*a ", "|", ": \n", "#+x: \n", "- \n"])
    func hostile(piece: String) async throws {
        let document = try await read("x\n\n" + String(repeating: piece, count: 20_000), as: "a.org")
        #expect(!document.blocks.isEmpty)
    }

    @Test("Damaged files are read or refused") func fuzz() async throws {
        let sample = "#+TITLE: T\n* Ä\n- [[a][b]] *c*\n#+begin_src\nx\n#+end_src\n| a | b |\n|-\n| 1 |\n: y\n"
        try await expectToSurviveMutations(of: Data(sample.utf8), as: "a.org", rounds: 500)
    }
}
