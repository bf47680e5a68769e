import Documents
import Foundation
import Testing

@Suite("Hostile Excel workbooks") struct ExcelHostileTests {
    private func read(_ content: String) async throws -> Document {
        try await DocumentReaders.standard.read(OfficeFixture.excel([("S", "", content)]), name: "a.xlsx")
    }

    @Test("Cells at the far corner of a sheet need no memory for what is between") func farCells() async throws {
        let document = try await read(
            "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>"
                + "<row r='1048576'><c r='XFD1048576'><v>3</v></c></row>")
        #expect(document.blocks.map(\.text) == ["S", "1 | 2", "3"])
        #expect(document.blocks.last?.location.rows == 1_048_576...1_048_576)
    }

    @Test(
        "Names of cells and rows that cannot be are left out",
        arguments: [
            "<row r='1048577'><c r='A1'><v>9</v></c></row>", "<row r='0'><c><v>9</v></c></row>",
            "<row r='-5'><c><v>9</v></c></row>", "<row r='2'><c r='XFE2'><v>9</v></c></row>",
            "<row r='2'><c r='AAAAAAAAAAAAAAAAAAAAAAAAAAAA2'><v>9</v></c></row>",
            "<row r='99999999999999999999999'/>", "<row r='1'><c><v>9</v></c></row>",
        ])
    func names(row: String) async throws {
        let document = try await read("<row r='1'><c t='str'><v>x</v></c></row>\(row)")
        #expect(document.blocks.map(\.text) == ["S", "x"])
    }

    @Test("A sheet that is missing is told, the others are read") func missingSheet() async throws {
        let file = OfficeFixture.excel(
            [("S", "", "<row><c><v>1</v></c></row>")], workbook: "<x/>", parts: [])
        var text = String(decoding: file, as: UTF8.self)
        text = text.replacing("Target=\"worksheets/sheet0.xml\"", with: "Target=\"worksheets/sheet9.xml\"")
        let error = await failure(Data(text.utf8), "a.xlsx")
        #expect(error != nil)
        #expect(await failure(OfficeFixture.excel([]), "a.xlsx")?.code == .empty)
    }

    @Test("A hundred thousand rows are read in seconds", .timeLimit(.minutes(1))) func large() async throws {
        let rows = (1...100_000).map {
            "<row r='\($0)'><c r='A\($0)'><v>\($0)</v></c><c r='B\($0)' t='str'><v>t</v></c></row>"
        }
        let document = try await read("<sheetData>\(rows.joined())</sheetData>")
        #expect(document.blocks.count == 2_501)
        #expect(document.blocks.last?.location.rows == 99_961...100_000)
    }

    @Test("A long text in a million cells does not fill the memory", .timeLimit(.minutes(1))) func longText()
        async throws
    {
        let long = String(repeating: "x", count: 1_000_000)
        let rows = (1...1_000).map { row in
            "<row r='\(row)'>\(String(repeating: "<c t='s'><v>0</v></c>", count: 1_000))</row>"
        }
        let file = OfficeFixture.excel([("S", "", rows.joined())], strings: ["<t>\(long)</t>"])
        let document = try await DocumentReaders.standard.read(file, name: "a.xlsx")
        #expect(Set(document.diagnostics.map(\.code)) == ["limitExceeded"])
        #expect(document.blocks.reduce(0) { $0 + $1.text.utf8.count } <= 256 << 20)
    }

    @Test("Reading stops when its task is cancelled") func cancellation() async throws {
        let rows = (1...200_000).map { "<row r='\($0)'><c><v>\($0)</v></c></row>" }.joined()
        let file = OfficeFixture.excel([("S", "", rows)])
        let task = Task { try await DocumentReaders.standard.read(file, name: "a.xlsx") }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("Changed bytes never crash the reader", .timeLimit(.minutes(2))) func mutations() async throws {
        let cells = "<c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>45366.5</v></c><c r='C1' s='2'><v>-3.25</v></c>"
        let file = OfficeFixture.excel(
            [
                (
                    "S", "",
                    "<cols><col min='2' max='3' hidden='1'/></cols><row r='1'>\(cells)</row><row r='9'>\(cells)</row>"
                )
            ],
            strings: ["<r><t>text</t></r>"],
            styles: "<numFmts><numFmt numFmtId='164' formatCode='[>1]#,##0.0%;[h]:mm;0E+0'/></numFmts><cellXfs><xf/>"
                + "<xf numFmtId='22'/><xf numFmtId='164'/></cellXfs>")
        #expect(try await survivesMutations(of: file, name: "a.xlsx"))
    }
}
