import Documents
import Foundation
import Testing

@Suite("JSON") struct JSONTests {
    @Test(
        "Values become lines, headings, lists and tables with their lines",
        arguments: [
            (
                "{\"a\": 1,\n\"b\": [true, null, \"x\"],\n\"c\": {\"d\": 2.50}}",
                ["paragraph 1–3: a: 1\nb: true, null, x\nc.d: 2.50"]
            ),
            (
                "{\"people\": [\n{\"n\": \"Ann\", \"age\": 3},\n{\"n\": \"Bob\", \"age\": 4, \"t\": [1, 2]}\n], \"z\": {}}",
                ["heading 1 1: people", "table 2–3: n | age | t\nAnn | 3\nBob | 4 | 1, 2", "paragraph 4: z: {}"]
            ),
            ("[[1, 2],\n[3, 4]]", ["table 1–2: 1 | 2\n3 | 4"]),
            ("[\"one\",\n\"two\"]", ["paragraph 1–2: one\ntwo"]),
            (
                "[\"a text of more than forty bytes is an item of a list\", \"two\"]",
                ["listItem 1: a text of more than forty bytes is an item of a list", "listItem 1: two"]
            ),
            ("12345678901234567890.10", ["paragraph 1: 12345678901234567890.10"]),
            ("\"a\\u00e9\\n\\ud83d\\ude00\\u0000b\"", ["paragraph 1: aé\n😀b"]),
            (
                "{\"a\": {\"x\": [{\"y\": [{\"z\": 1}, [2]]}]}}",
                [
                    "heading 1 1: a", "heading 2 1: x", "heading 3 1: 1", "heading 4 1: y", "paragraph 1: z: 1",
                    "paragraph 1: 2",
                ]
            ),
            ("{\"a\":1}\n{\"a\":2}", ["table 1–2: a\n1\n2"]),
        ])
    func values(text: String, expected: [String]) async throws {
        let document = try await read(text, as: "a.json")
        #expect(document.type == .json)
        #expect(outline(document) == expected)
        #expect(document.diagnostics == [])
    }

    @Test("A field after a nested value stands beside it, not under it")
    func sections() async throws {
        let long = String(repeating: "word ", count: 200)
        let document = try await read("{\"a\": {\"b\": \"\(long)\", \"c\": [{\"d\": [[1]]}]}, \"e\": 5}", as: "a.json")
        #expect(document.blocks.first { $0.text == "e: 5" }?.headings == [])
        #expect(document.blocks.first { $0.text.hasPrefix("b: word") }?.headings == ["a"])
    }

    @Test(
        "What is not quite JSON is read and reported",
        arguments: [
            ("{\"a\": 1, // c\n\"b\": 2}", ["a: 1\nb: 2", "// c"]), ("{\"a\": [1, 2,],}", ["a: 1, 2"]),
            ("{\"a\": 1, \"a\": 2}", ["a: 1\na: 2"]), ("{'a': NaN}", ["a: NaN"]), ("{a: 1}", ["a: 1"]),
            ("{\"a\": \"\\ud83d\"}", ["a: \u{FFFD}"]), ("{\"a\": [1, {\"b\": \"cut o", ["heading a", "1", "b: cut o"]),
            ("{\"a\": 1 oops \"b\": 2}", ["a: 1", "oops \"b\": 2}"]), ("{\"a\" 1}", ["a: ", "1}"]),
            ("{\"a\": 1}}\nrest", ["a: 1", "}\nrest"]), ("[1, 2\n", ["1\n2"]),
        ])
    func damaged(text: String, expected: [String]) async throws {
        let document = try await read(text, as: "a.json")
        let texts = document.blocks.map { $0.kind == .heading ? "heading \($0.text)" : $0.text }
        #expect(texts == expected)
        #expect(document.diagnostics.map(\.code) == ["damaged"])
    }

    @Test("Long texts are paragraphs, and a list of large records has a heading for each")
    func records() async throws {
        let long = String(repeating: "word ", count: 200)
        let records = (1...3).map { "{\"title\": \"T\($0)\", \"text\": \"\(long)\", \"tags\": [{\"k\": [[1]]}]}" }
        let document = try await read(
            "{\"title\": \"All\", \"items\": [\(records.joined(separator: ",\n"))]}", as: "a.json")
        #expect(document.title == "All")
        #expect(document.blocks.filter { $0.level == 2 }.map(\.text) == ["T1", "T2", "T3"])
        #expect(
            document.blocks.filter { $0.text.hasPrefix("text: word") }.map(\.headings)
                == (1...3).map { ["items", "T\($0)"] })
    }

    @Test("Nothing that a JSON parser finds is lost")
    func complete() async throws {
        var words: [String] = []
        var generator = SeededGenerator(seed: 3)
        func make(_ depth: Int) -> Any {
            let kind = depth > 5 ? 0 : Int.random(in: 0...3, using: &generator)
            func word() -> String {
                words.append("w\(words.count)x")
                return words[words.count - 1]
            }
            switch kind {
            case 0, 1:
                return kind == 0
                    ? word() : word() + String(repeating: " y", count: Int.random(in: 0...500, using: &generator))
            case 2: return (0..<Int.random(in: 0...5, using: &generator)).map { _ in make(depth + 1) }
            default:
                return Dictionary(
                    uniqueKeysWithValues: (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                        (word(), make(depth + 1))
                    })
            }
        }
        let value = (0..<40).map { _ in make(0) }
        let bytes = try JSONSerialization.data(withJSONObject: value, options: [.prettyPrinted])
        let document = try await DocumentReaders.standard.read(bytes, name: "a.json")
        let text = document.blocks.map(\.text).joined(separator: "\n")
        #expect(words.count > 100)
        for word in words { #expect(text.contains(word)) }
        #expect(document.diagnostics == [])
    }

    @Test("Deep nesting is kept as it is written", arguments: [("[", "]"), ("{\"a\":", "}")])
    func deep(open: String, close: String) async throws {
        let text = String(repeating: open, count: 100_000) + "\"deep\"" + String(repeating: close, count: 100_000)
        let document = try await read(text, as: "a.json")
        #expect(document.blocks.contains { $0.text.contains("deep") })
        #expect(document.diagnostics.map(\.code) == ["limitExceeded"])
    }

    @Test(
        "Openers without end are read in linear time", .timeLimit(.minutes(1)),
        arguments: ["[", "{\"a\":[", "\"x", "/*", "'\\", "[1,", "{\"\":"])
    func openers(piece: String) async throws {
        let document = try await read(String(repeating: piece, count: 300_000), as: "a.json")
        #expect(document.diagnostics.contains { $0.code == "damaged" })
    }

    @Test("A file without a value is refused", arguments: ["", " \n", "\u{FEFF}"])
    func empty(text: String) async { #expect(await failure(Data(text.utf8), "a.json")?.code == .empty) }

    @Test("A broken line of JSON Lines is kept as text and reported")
    func lines() async throws {
        let document = try await read(
            "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2}\n\n{\"a\": 3\nplain words\n[1, 2]\n", as: "a.jsonl")
        #expect(
            outline(document) == [
                "table 1–2: a | b\n1 | x\n2 | ", "paragraph 4: {\"a\": 3", "paragraph 5: plain words",
                "paragraph 6: 1, 2",
            ])
        #expect(document.diagnostics.map(\.code) == ["damaged", "damaged"])
        #expect(document.diagnostics.map(\.location?.lines) == [4...4, 5...5])
    }

    @Test("Damaged data are read or refused", arguments: ["a.json", "a.jsonl"]) func fuzz(name: String) async throws {
        let sample = "{\"a\": [1, {\"b\\u00e9\": \"x\\ud83d\\ude00\"}], \"c\": [[1, 2], [3, 4]], \"d\": null}\n"
        try await expectToSurviveMutations(of: Data((sample + sample).utf8), as: name)
    }
}
