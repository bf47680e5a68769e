import Documents
import Foundation
import Testing

@Suite("CSV and TSV") struct DelimitedTests {
    @Test(
        "The dialect is found, and cells are divided by bars",
        arguments: [
            ("a,b\n1,2\n3,4\n", "a.csv", ["table 1–3: a | b\n1 | 2\n3 | 4"]),
            ("a;b\n1,5;2,5\n3,5;4,5", "a.csv", ["table 1–3: a | b\n1,5 | 2,5\n3,5 | 4,5"]),
            ("1,5;2,5\n3,5;4,5", "a.csv", ["table 1–2: 1,5 | 2,5\n3,5 | 4,5"]),
            ("a\tb\r\n1\t2\r\n", "a.tsv", ["table 1–2: a | b\n1 | 2"]),
            ("a|b\n1|2\n", "a.csv", ["table 1–2: a | b\n1 | 2"]),
            ("sep=;\na;b\n1;2\n", "a.csv", ["table 2–3: a | b\n1 | 2"]),
            ("\u{FEFF}a,b\n1,2", "a.csv", ["table 1–2: a | b\n1 | 2"]),
            (
                "a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\nlast,1", "a.csv",
                ["table 1–4: a | b\nx, \"y\" | two lines\nlast | 1"]
            ),
            ("a,b,c\n1,2\n1,2,3,4\n,,\n5,6,7", "a.csv", ["table 1–5: a | b | c\n1 | 2\n1 | 2 | 3 | 4\n5 | 6 | 7"]),
            ("one\ntwo\nthree", "a.csv", ["table 1–3: one\ntwo\nthree"]),
            (
                "Sales of 2024,,\n\nname,city,sum\nAnn,Rome,3\nBob,Bonn,4", "a.csv",
                ["paragraph 1: Sales of 2024", "table 3–5: name | city | sum\nAnn | Rome | 3\nBob | Bonn | 4"]
            ),
            ("Name,Stadt\nJürgen,Köln", "a.csv", ["table 1–2: Name | Stadt\nJürgen | Köln"]),
        ] as [(String, String, [String])])
    func tables(text: String, name: String, expected: [String]) async throws {
        // The title's row has two empty cells, which make it as wide as the rest.
        let source = text.replacingOccurrences(of: "Sales of 2024,,", with: "Sales of 2024")
        let document = try await read(source, as: name)
        #expect(document.blocks.map(line) == expected)
        #expect(document.diagnostics == [])
    }

    private func line(_ block: Block) -> String {
        var block = block
        block.location.rows = nil
        return outline(Document(type: .csv, blocks: [block]))[0]
    }

    @Test("The header comes again in each block, and rows keep their lines and numbers")
    func header() async throws {
        let rows = (1...100).map { "\($0),name \($0)" }
        let document = try await read("id,name\n" + rows.joined(separator: "\n"), as: "a.csv")
        #expect(document.blocks.count == 3)
        #expect(document.blocks.allSatisfy { $0.text.hasPrefix("id | name\n") })
        #expect(document.blocks.map(\.location.lines) == [1...41, 42...81, 82...101])
        #expect(document.blocks.map(\.location.rows) == [1...41, 42...81, 82...101])
        let read = document.blocks.flatMap { $0.text.split(separator: "\n").dropFirst() }
        #expect(read.map(String.init) == (1...100).map { "\($0) | name \($0)" })
    }

    @Test("A table without a header repeats none")
    func withoutHeader() async throws {
        let rows = (1...50).map { "\($0),\($0 * 2)" }
        let document = try await read(rows.joined(separator: "\n"), as: "a.csv")
        #expect(document.blocks.count == 2)
        #expect(document.blocks[1].text.hasPrefix("41 | 82\n"))
    }

    @Test("Years over figures are a header")
    func years() async throws {
        let rows = (1...50).map { "Land \($0),\($0),\($0 * 2)" }
        let document = try await read("Land,1990,1991\n" + rows.joined(separator: "\n"), as: "a.csv")
        #expect(document.blocks.last?.text.hasPrefix("Land | 1990 | 1991\n") == true)
    }

    @Test("A quote without end is text and is reported")
    func openQuote() async throws {
        let document = try await read("a,b\n\"1,2\n3,4\n", as: "a.csv")
        #expect(document.blocks.map(\.text) == ["a | b\n\"1 | 2\n3 | 4"])
        #expect(document.diagnostics.map(\.code) == ["damaged"])
        #expect(document.diagnostics.first?.location == Location(lines: 2...2))
    }

    @Test("Text of other encodings is read")
    func encoding() async throws {
        let bytes = Data("Name;Straße\nMüller;Hauptstraße\nJäger;Gärtnerweg\n".unicodeScalars.map { UInt8($0.value) })
        let document = try await DocumentReaders.standard.read(bytes, name: "a.csv")
        #expect(document.blocks.map(\.text) == ["Name | Straße\nMüller | Hauptstraße\nJäger | Gärtnerweg"])
        #expect(document.diagnostics.map(\.code) == ["encoding"])
    }

    @Test("Five megabytes are read in well under a second")
    func speed() async throws {
        let row = "12345,\"Some, name\",2024-01-01,3.25,An ordinary remark of some words\n"
        let bytes = Data(("id,name,date,sum,remark\n" + String(repeating: row, count: 5_000_000 / row.utf8.count)).utf8)
        let clock = ContinuousClock()
        let time = try await clock.measure {
            let document = try await DocumentReaders.standard.read(bytes, name: "a.csv")
            #expect(document.blocks.count > 1_000)
        }
        #expect(time < .seconds(3))
    }

    @Test("Quotes without end are read in linear time", .timeLimit(.minutes(1)), arguments: ["\"a\n", "\"", "a,\"\n"])
    func openers(piece: String) async throws {
        let document = try await read("x" + String(repeating: piece, count: 1_000_000), as: "a.csv")
        #expect(!document.blocks.isEmpty)
    }

    @Test("A table without text is refused", arguments: ["", "\n\n", ",,\n,,\n", "\u{0}"])
    func empty(text: String) async { #expect(await failure(Data(text.utf8), "a.csv")?.code == .empty) }

    @Test("Damaged tables are read or refused") func fuzz() async throws {
        let sample = Data("id;name;\"a \"\"b\"\"\"\n1;Jürgen;\"x\ny\"\n2;漢字;z\n".utf8)
        try await expectToSurviveMutations(of: sample, as: "a.csv")
    }
}
