import Documents
import Foundation
import Testing

@Suite("YAML") struct YAMLTests {
    private static let filler = (1...60).map { "  - item number \($0) of a long list\n" }.joined()

    @Test("A small text is one block as it is written, comments and all")
    func small() async throws {
        let text = "# what this is\na: 1 # one\nb:\n  - &x {c: d}\n  - *x\n"
        let document = try await read(text, as: "a.yaml")
        #expect(outline(document) == ["code 1–5: \(text.dropLast())"])
        #expect(document.diagnostics == [])
    }

    @Test("Large entries are sections, and every line of them is there")
    func sections() async throws {
        let text =
            "# head\nsmall: 1\n# about big\nbig:\n\(Self.filler)after: 2\nother: &a # note\n\(Self.filler)last: |\n  a: b\n  c: d\n"
        let document = try await read(text, as: "a.yml")
        #expect(document.blocks.filter { $0.kind == .heading }.map(\.text) == ["big", "other"])
        let inBig = document.blocks.filter { $0.headings == ["big"] }
        #expect(inBig.first?.text == "# about big")
        #expect(inBig.contains { $0.text.contains("item number 60 ") })
        #expect(document.blocks.first { $0.text.contains("after: 2") }?.headings == [])
        #expect(document.blocks.first { $0.text.contains("last: |\n  a: b\n  c: d") }?.headings == [])
        expectComplete(document, text)
    }

    @Test("Items of a long list have the names that they state")
    func items() async throws {
        let item =
            "  text: \"\(String(repeating: "word ", count: 400))\"\n  more:\n\(Self.filler.replacingOccurrences(of: "  -", with: "    -"))"
        let text = "list:\n- name: 'One'\n\(item)- title: Two\n\(item)"
        let document = try await read(text, as: "a.yaml")
        #expect(document.blocks.filter { $0.level == 2 }.map(\.text) == ["One", "Two"])
        expectComplete(document, text)
    }

    @Test("Documents in one file do not stand under each other's names")
    func documents() async throws {
        let document = try await read("a:\n\(Self.filler)---\nb: 1\n...\n---\nc: 2\n", as: "a.yaml")
        #expect(document.blocks.suffix(2).map(\.text) == ["b: 1", "c: 2"])
        #expect(document.blocks.suffix(2).allSatisfy { $0.headings == [] })
    }

    @Test(
        "Lines of scalars and of lists in brackets begin no entry",
        arguments: [
            "a: |\n  b: 1\n\n  c: 2\nd: 3", "a: >-\n  b: 1\nd: 3", "- |\n b: 1\n- d: 3", "a: \"x\nb: 1\nc: 2\"\nd: 3",
            "a: [1,\nb: 1,\n2]\nd: 3", "a: {x: 'it''s',\nb: 1}\nd: 3", "- k: |\n    b: 1\n  d: 3", "a: it's # [\nd: 3",
            "a: &x !!str |2-\n   b: 1\nd: 3", "url: http://x.y/[z\nd: 3",
        ])
    func continuations(text: String) {
        let lines = YAMLLines(Array(text.utf8))
        let contents = lines.lines.filter { $0.kind == .content }.count
        #expect(contents == 2)
        #expect(lines.fault == nil)
    }

    @Test("What is not YAML is reported, and kept", arguments: ["a: [1, 2\nb: 3", "a: \"x\nb: 3", "a:\n\tb: 3"])
    func damaged(text: String) async throws {
        let document = try await read(text, as: "a.yaml")
        #expect(document.blocks.map(\.text) == [text])
        #expect(document.diagnostics.map(\.code) == ["damaged"])
    }

    @Test("A text made to grow does not", .timeLimit(.minutes(1)))
    func laughs() async throws {
        let text = (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]" }.joined(separator: "\n")
        let document = try await read("a0: &a0 lol\n" + text, as: "a.yaml")
        #expect(document.blocks.reduce(0) { $0 + $1.text.utf8.count } < 10_000)
    }

    @Test(
        "Deep and endless openers are read in linear time", .timeLimit(.minutes(1)),
        arguments: ["[", "- ", "{a: ", "\"", "? ", "&", "a: ", "|\n", "- |\n ", "'"])
    func openers(piece: String) async throws {
        let document = try await read(String(repeating: piece, count: 200_000) + "x", as: "a.yaml")
        #expect(!document.blocks.isEmpty)
        let steps = (0..<2_000).map { String(repeating: " ", count: $0) + "k\($0):\n" }.joined()
        #expect(try await read(steps, as: "a.yaml").blocks.last?.text.contains("k1999") == true)
    }

    @Test("A file without text is refused", arguments: ["", "---\n...\n"])
    func empty(text: String) async { #expect(await failure(Data(text.utf8), "a.yaml")?.code == .empty) }

    @Test("Damaged files are read, and no line is lost") func fuzz() async throws {
        let sample = "# c\na: &x {b: [1, \"é\"]}\nlist:\n\(Self.filler)s: |\n  x: y\n---\n- - 漢字: 'q'\n"
        try await expectToSurviveMutations(of: Data(sample.utf8), as: "a.yaml")
    }

    /// Checks that each line that is not a heading's own is in a block.
    private func expectComplete(_ document: Document, _ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for block in document.blocks where block.kind == .code {
            guard let range = block.location.lines else { continue }
            #expect(block.text == lines[(range.lowerBound - 1)..<range.upperBound].joined(separator: "\n"))
        }
        let covered = Set(document.blocks.flatMap { $0.location.lines.map(Array.init) ?? [] })
        for (index, line) in lines.enumerated() where !line.isEmpty { #expect(covered.contains(index + 1)) }
    }
}
