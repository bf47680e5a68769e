import Documents
import Foundation
import Testing

@Suite("AsciiDoc") struct AsciiDocTests {
    @Test(
        "Blocks are read with their lines",
        arguments: [
            (
                "= Title\n:author: Ann\n:toc:\n\n== One\n\ntext\nmore\n\n=== Sub\n",
                [
                    "heading 1 1: Title", "paragraph 2: author: Ann", "heading 2 5: One", "paragraph 7–8: text\nmore",
                    "heading 3 10: Sub",
                ]
            ),
            (
                "a *b* _c_ `d_e_` link:x[f g] https://y.z[h] <<ref,i>> xref:j[k] **l**m 2*3*4 https://p.q[] image:r[s] `+t*u*+` link:v[]",
                ["paragraph 1: a b c d_e_ f g h i k lm 2*3*4 https://p.q s t*u* v"]
            ),
            (
                "* one\n** two\n- three\n. four\n1. five\n\nterm:: meaning",
                [
                    "listItem 1: one", "listItem 2: two", "listItem 3: three", "listItem 4: four",
                    "listItem 5: 1. five", "paragraph 7: term: meaning",
                ]
            ),
            (
                ".Cap\n[source,ruby]\n----\nputs 1\n\n  2\n----\n\n====\nNOTE: mind\n====\n\n  literal\n",
                ["paragraph 1: Cap", "code 4–6: puts 1\n\n  2", "paragraph 10: NOTE: mind", "code 13: literal"]
            ),
            (
                "// remark\ntext\n\n////\nlong\nremark\n////\n",
                ["hidden paragraph 1: remark", "paragraph 2: text", "hidden paragraph 4–7: long\nremark"]
            ),
            (
                "[cols=\"1,1\",options=\"header\"]\n|===\n|a |b\n\n|1\n|2\nmore\na|3 2+|4\n|===\nend",
                ["table 3–8: a | b\n1 | 2 more\n3 | 4", "paragraph 10: end"]
            ),
            ("|===\n|a |b\n\n|1 |2\n|===", ["table 2–4: a | b\n1 | 2"]),
            (
                "Old title\n---------\n\nimage::duck.png[A duck, 100]\n\ninclude::other.adoc[]",
                ["heading 2 1–2: Old title", "paragraph 4: A duck", "paragraph 6: other.adoc"]
            ),
        ])
    func blocks(text: String, expected: [String]) async throws {
        let document = try await read(text, as: "a.adoc")
        #expect(document.type == .asciiDoc)
        #expect(outline(document) == expected)
    }

    @Test(
        "Endless and long texts are read in linear time", .timeLimit(.minutes(1)),
        arguments: [
            "----\nx\n", "|===\n|a\n", "* ", "[", "`", "<<", "a[b] ", "[[a][", "x[y]", "**", "=\n", "x::y[\n", "////\n",
        ])
    func hostile(piece: String) async throws {
        let document = try await read("x\n\n" + String(repeating: piece, count: 20_000), as: "a.adoc")
        #expect(!document.blocks.isEmpty)
    }

    @Test("Damaged files are read or refused") func fuzz() async throws {
        let sample =
            "= Tïtle\n:a: b\n\n== x\n\n*a* `b` link:c[d]\n\n* i\n+\nj\n\n----\nc\n----\n\n[cols=2*]\n|===\n|a |b\n\n2+|c\n|===\n"
        try await expectToSurviveMutations(of: Data(sample.utf8), as: "a.adoc", rounds: 500)
    }
}
