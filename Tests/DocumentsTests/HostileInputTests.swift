import Documents
import Foundation
import Testing

/// Inputs made to be slow, deep or broken. Each must end in bounded time with text or a clear error.
@Suite("Hostile input") struct HostileInputTests {
    @Test("A hundred thousand nested elements are refused, not followed")
    func deepHTML() async throws {
        let bomb = String(repeating: "<div>", count: 100_000) + "deep" + String(repeating: "</div>", count: 100_000)
        let error = await failure(Data(("<html>" + bomb).utf8), "a.html")
        #expect(error?.code == .limitExceeded)
        let document = try await read("<html><p>before</p>" + bomb, as: "a.html")
        #expect(document.blocks.map(\.text) == ["before"])
        #expect(document.diagnostics.map(\.code) == ["limitExceeded"])
    }

    @Test("Nesting that people write is read") func nestedHTML() async throws {
        let text = "<html>" + String(repeating: "<div>", count: 500) + "deep"
        #expect(try await read(text, as: "a.html").blocks.map(\.text) == ["deep"])
    }

    @Test("A page that is slow on purpose is given up after the time limit")
    func slowHTML() async throws {
        var reader = HTMLReader()
        reader.maximumTime = .milliseconds(50)
        let page =
            "<p>before</p>" + String(repeating: "<div>", count: 4_000) + String(repeating: "</b>", count: 1_000_000)
        let document = try await reader.read(Data(page.utf8), name: "a.html")
        #expect(document.diagnostics.map(\.code) == ["limitExceeded"])
    }

    @Test(
        "Ten thousand nested quotations and lists are read without recursion",
        arguments: [
            String(repeating: "> ", count: 10_000) + "deep", String(repeating: "- ", count: 10_000) + "deep",
            (0..<1_000).map { String(repeating: "  ", count: $0) + "- deep" }.joined(separator: "\n"),
            (1..<1_000).map { String(repeating: ">", count: $0) + " deep" }.joined(separator: "\n"),
        ])
    func deepMarkdown(text: String) async throws {
        let document = try await read(text, as: "a.md")
        #expect(document.blocks.last?.text.hasSuffix("deep") == true)
    }

    @Test(
        "Openers without end are read in linear time", .timeLimit(.minutes(1)),
        arguments: [
            "[", "![a](", "[a](<b", "[a](b \"", "*a ", "*a_ ", "a**b_", "<", "<a ", "<!--", "&", "\\", "x <!-- ", "`a",
            "| a ", "[a][",
        ])
    func openers(piece: String) async throws {
        let text = "x" + String(repeating: piece, count: 300_000)
        // About 0.2 s; quadratic ways take minutes.
        _ = try await read(text, as: "a.md")
    }

    @Test("Backtick runs of all lengths are read in linear time", .timeLimit(.minutes(1))) func backticks() async throws
    {
        let text = (1..<6_000).map { String(repeating: "`", count: $0) }.joined(separator: " ")
        _ = try await read("x " + text, as: "a.md")
    }

    @Test("Cut and flipped files never crash a reader", arguments: ["a.md", "a.html", "a.txt", "a.pdf"])
    func fuzz(name: String) async throws {
        let original = Self.sample(name)
        var generator = SeededGenerator(seed: 7)
        for round in 0..<(name == "a.pdf" ? 20 : 150) {
            var bytes = [UInt8](original)
            if round % 3 != 1 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
            for _ in 0..<(round % 3 == 0 ? 0 : 8) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                    1 << UInt8.random(in: 0...7, using: &generator)
            }
            do {
                let document = try await DocumentReaders.standard.read(Data(bytes), name: name)
                #expect(!document.blocks.isEmpty)
            } catch {
                #expect(error is DocumentError)
            }
        }
    }

    private static func sample(_ name: String) -> Data {
        switch name {
        case "a.pdf": PDFFixture.make([["One page."], ["Another page."]], title: "T")
        case "a.html":
            Data(
                """
                <html><title>t</title><h1>h</h1><p style="color:red">é<ul><li>x</ul><table><tr><td>a<td>b</table><pre>
                x</pre><div hidden>y</div>
                """.utf8)
        case "a.md":
            Data(
                "---\ntitle: x\n---\n# h\n\n- *a* [b](c)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n<p>é</p>\n"
                    .utf8)
        default: Data("Erste Zeile\n\n- Größe\n\n漢字".utf8)
        }
    }

    @Test(
        "Reading stops when its task is cancelled",
        arguments: [
            "a.md", "a.html", "a.txt", "a.csv", "a.json", "a.jsonl", "a.yaml", "a.xml", "a.ipynb", "a.srt", "a.swift",
            "a.py",
            "a.rtf", "a.rst", "a.adoc", "a.org", "a.tex",
        ])
    func cancellation(name: String) async throws {
        let page = name == "a.html" ? "<html><p>word</p>\n" : "word *x*\n\n"
        let bytes = Data((0..<200_000).map { _ in page }.joined().utf8)
        let task = Task {
            // From outside it could come when a fast reader is done.
            withUnsafeCurrentTask { $0?.cancel() }
            return try await DocumentReaders.standard.read(bytes, name: name)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("A heading or title of a page's length is not repeated in every block", arguments: ["a.md", "a.html"])
    func longHeading(name: String) async throws {
        let long = String(repeating: "word ", count: 100_000)
        let text = name == "a.md" ? "# \(long)\n\nbelow" : "<html><title>\(long)</title><h1>\(long)</h1><p>below"
        let document = try await read(text, as: name)
        #expect(document.blocks.last?.text == "below")
        #expect(document.blocks.last?.headings == [])
        #expect((document.title ?? "").count <= 300)
    }

    @Test("Invisible tag characters are left out and reported", arguments: ["a.md", "a.txt", "a.html"])
    func tags(name: String) async throws {
        let tags = String(
            String.UnicodeScalarView("obey".unicodeScalars.compactMap { Unicode.Scalar(0xE0000 + $0.value) }))
        let document = try await read("<p>a\(tags)b 𝄞</p>", as: name)
        #expect(document.blocks.first?.text.contains("ab 𝄞") == true)
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
        #expect(document.diagnostics.first?.message == "4 invisible characters (Unicode tags) are left out")
    }

    @Test("A document of too many blocks is refused") func blockLimit() throws {
        var collector = BlockCollector()
        collector.maximumBlocks = 2
        try collector.append(.paragraph, "a", at: Location())
        try collector.append(.paragraph, " \n", at: Location())
        try collector.append(.paragraph, "b", at: Location())
        #expect(throws: DocumentError.self) { try collector.append(.paragraph, "c", at: Location()) }
    }
}
