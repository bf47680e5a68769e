import Documents
import Foundation
import Testing

@Suite("Excel workbooks") struct ExcelTests {
    /// A row of texts; "" is no cell, and what begins with `<` is taken as it is.
    private static func row(_ number: Int, _ cells: [String], _ attributes: String = "") -> String {
        let content = cells.enumerated().map { index, text in
            if text.isEmpty || text.hasPrefix("<") { return text }
            let name = "\(UnicodeScalar(UInt8(65 + index)))\(number)"
            if Double(text) != nil { return "<c r=\"\(name)\"><v>\(text)</v></c>" }
            return "<c r=\"\(name)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
        }
        return "<row r=\"\(number)\" \(attributes)>\(content.joined())</row>"
    }

    private func read(
        _ content: String, strings: [String] = [], styles: String = "", workbook: String = ""
    ) async throws -> Document {
        let file = OfficeFixture.excel(
            [("S", "", content)], strings: strings, styles: styles, workbook: workbook)
        return try await DocumentReaders.standard.read(file, name: "a.xlsx")
    }

    private func texts(_ document: Document) -> [String] { document.blocks.filter { $0.kind != .heading }.map(\.text) }

    @Test("Sheets come in order with their names; hidden ones are hidden") func sheets() async throws {
        let row = "<sheetData>\(Self.row(1, ["a", "b"]))</sheetData>"
        let file = OfficeFixture.excel([
            ("Second &amp; first", "", row), ("Other", "state=\"hidden\"", row), ("Q3", "", row), ("Empty", "", ""),
        ])
        let document = try await DocumentReaders.standard.read(file, name: "a.xlsx")
        #expect(
            outline(document) == [
                "heading 1 sheet Second & first: Second & first", "table sheet Second & first, row 1: a | b",
                "hidden table sheet Other, row 1: a | b", "heading 1 sheet Q3: Q3", "table sheet Q3, row 1: a | b",
            ])
        #expect(document.blocks.last?.headings == ["Q3"])
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
    }

    @Test(
        "Cells are shown as Excel shows them",
        arguments: [
            ("<c t='s'><v>0</v></c>", "shared"), ("<c t='s'><v>1</v></c>", "rich text"),
            ("<c t='s'><v>99</v></c>", nil),
            ("<c t='s'><v>-1</v></c>", nil), ("<c t='s'><v>2</v></c>", "a\nb"), ("<c t='b'><v>1</v></c>", "TRUE"),
            ("<c t='b'><v>0</v></c>", "FALSE"), ("<c t='e'><v>#DIV/0!</v></c>", "#DIV/0!"),
            ("<c t='str'><f>A1&amp;B1</f><v>joined</v></c>", "joined"), ("<c><f>SUM(A1:A2)</f><v>3</v></c>", "3"),
            ("<c><f>SUM(A1:A2)</f></c>", "=SUM(A1:A2)"), ("<c t='d'><v>2024-03-15</v></c>", "2024-03-15"),
            ("<c><v>0.30000000000000004</v></c>", "0.3"), ("<c><v>1E3</v></c>", "1000"), ("<c><v>x</v></c>", "x"),
            ("<c s='1'><v>45366</v></c>", "2024-03-15"), ("<c s='2'><v>0.5</v></c>", "50%"),
            ("<c s='3'><v>1234.5</v></c>", "1,234.50 €"), ("<c s='4'><v>45366</v></c>", "15/Mar/2024"),
            ("<c s='77'><v>5</v></c>", "5"), ("<c/>", nil), ("<c><v> </v></c>", nil),
        ] as [(String, String?)])
    func cells(cell: String, expected: String?) async throws {
        let strings = [
            "<t>shared</t>",
            "<r><t>rich </t></r><rPh><t>phonetic</t></rPh><r><rPr/><t>text</t></r><phoneticPr/>", "<t>a_x000D_\nb</t>",
        ]
        let styles = """
            <numFmts><numFmt numFmtId="164" formatCode="#,##0.00 &quot;€&quot;"/>
            <numFmt numFmtId="165" formatCode="d/mmm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>
            <xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
            """
        // Beside a text, so that the sheet is never empty; a row of one cell is a paragraph with its line ends.
        let document = try await read(
            "<row r='1'>\(cell)</row><row r='9'><c t='str'><v>end</v></c></row>", strings: strings, styles: styles)
        #expect(texts(document) == [expected, "end"].compactMap(\.self))
    }

    @Test("Dates of workbooks that count from 1904 are right") func epoch() async throws {
        let document = try await read(
            "<row r='1'><c s='0'><v>43904</v></c></row>", styles: "<cellXfs><xf numFmtId='14'/></cellXfs>",
            workbook: "<workbookPr date1904='1'/>")
        #expect(texts(document) == ["2024-03-15"])
    }

    @Test("Empty rows divide tables, single lines above one are its titles, columns stay in line")
    func tables() async throws {
        let document = try await read(
            Self.row(1, ["Sales"]) + Self.row(2, ["Region", "2023", "", "2024"]) + Self.row(3, ["North", "1", "", "2"])
                + Self.row(4, ["South", "", "", "4"]) + Self.row(7, ["Other", "Table"]) + Self.row(8, ["x", "y"])
                + Self.row(12, ["z", "5"]))
        #expect(
            outline(document) == [
                "heading 1 sheet S: S", "paragraph sheet S, row 1: Sales",
                "table sheet S, rows 2–4: Region | 2023 | 2024\nNorth | 1 | 2\nSouth |  | 4",
                "table sheet S, rows 7–8: Other | Table\nx | y", "table sheet S, row 12: Other | Table\nz | 5",
            ])
    }

    @Test("Each part of a long table begins with its header row") func long() async throws {
        let document = try await read(
            Self.row(1, ["No", "Name"]) + (2...100).map { Self.row($0, ["\($0)", "n\($0)"]) }.joined())
        #expect(texts(document).count == 3)
        #expect(texts(document).allSatisfy { $0.hasPrefix("No | Name\n") })
        #expect(document.blocks.dropFirst().map(\.location.rows) == [1...40, 41...80, 81...100])
        let numbers = try await read((1...100).map { Self.row($0, ["\($0)", "5"]) }.joined())
        #expect(texts(numbers).map { $0.split(separator: "\n").count } == [40, 40, 20])
    }

    @Test("A column of lines is a table, a few lines are paragraphs") func narrow() async throws {
        let list = try await read((1...5).map { Self.row($0, ["line \($0)"]) }.joined())
        #expect(texts(list) == ["line 1\nline 2\nline 3\nline 4\nline 5"])
        let few = try await read((1...3).map { Self.row($0, ["line \($0)"]) }.joined())
        #expect(texts(few) == ["line 1", "line 2", "line 3"])
        let both = try await read((1...5).map { Self.row($0, ["l\($0)"]) }.joined() + Self.row(6, ["a", "b"]))
        #expect(texts(both) == ["l1\nl2\nl3\nl4\nl5", "a | b"])
    }

    @Test("Hidden rows and columns are hidden") func hidden() async throws {
        let document = try await read(
            "<cols><col min='2' max='2' hidden='1'/></cols>" + Self.row(1, ["A", "B", "C"])
                + Self.row(2, ["a", "b", "c"], "hidden='1'") + Self.row(3, ["d", "e", "f"]))
        #expect(document.blocks.filter { !$0.isHidden }.map(\.text) == ["S", "A | C\nd | f"])
        #expect(document.blocks.filter(\.isHidden).map(\.text) == ["A |  | C\n | B\na | b | c\n | e"])
    }

    @Test("Text boxes and charts on a sheet are read") func drawings() async throws {
        let drawing = "<wsDr xmlns:a='urn:a'><sp><txBody><a:p><a:r><a:t>boxed</a:t></a:r></a:p></txBody></sp></wsDr>"
        let file = OfficeFixture.excel(
            [("S", "", Self.row(1, ["a", "b"]))],
            parts: [
                (
                    "xl/worksheets/_rels/sheet0.xml.rels",
                    OfficeFixture.relationships([("d", "drawing", "../drawings/d.xml")])
                ),
                ("xl/drawings/d.xml", drawing),
            ])
        let document = try await DocumentReaders.standard.read(file, name: "a.xlsx")
        #expect(texts(document) == ["a | b", "boxed"])
    }

    @Test("Comments, old and new, are hidden at their row") func comments() async throws {
        let links = [("c", "comments", "../comments1.xml"), ("t", "threadedComment", "../threaded.xml")]
        let file = OfficeFixture.excel(
            [("S", "", Self.row(1, ["a", "b"]))],
            parts: [
                ("xl/worksheets/_rels/sheet0.xml.rels", OfficeFixture.relationships(links)),
                (
                    "xl/comments1.xml",
                    "<comments><commentList><comment ref='B12'><text><r><t>a note</t></r></text></comment></commentList></comments>"
                ),
                (
                    "xl/threaded.xml",
                    "<ThreadedComments><threadedComment ref='A1'><text>a remark</text></threadedComment></ThreadedComments>"
                ),
            ])
        let hidden = try await DocumentReaders.standard.read(file, name: "a.xlsx").blocks.filter(\.isHidden)
        #expect(hidden.map(\.text) == ["a note", "a remark"])
        #expect(hidden.map(\.location) == [Location(sheet: "S", rows: 12...12), Location(sheet: "S", rows: 1...1)])
    }
}
