import Documents
import Foundation
import Testing

@Suite("Tables and pages of Word documents") struct WordTableTests {
    private func read(_ body: String, _ parts: [String: String] = [:]) async throws -> Document {
        try await DocumentReaders.standard.read(OfficeFixture.word(body, parts: parts), name: "a.docx")
    }

    private static func cell(_ content: String, _ properties: String = "") -> String {
        let isXML = content.hasPrefix("<")
        return "<w:tc><w:tcPr>\(properties)</w:tcPr>\(isXML ? content : OfficeFixture.p(content))</w:tc>"
    }

    private static func table(_ rows: [[String]]) -> String {
        "<w:tbl><w:tblPr/>"
            + rows.map { "<w:tr>" + $0.map { $0.hasPrefix("<w:tc>") ? $0 : cell($0) }.joined() + "</w:tr>" }.joined()
            + "</w:tbl>"
    }

    @Test("A table has one row a line") func rows() async throws {
        let two = Self.cell(OfficeFixture.p("x") + OfficeFixture.p("y"))
        let document = try await read(Self.table([["A", "B"], ["1", two], ["", ""], ["", "z"]]))
        #expect(outline(document) == ["table : A | B\n1 | x y\n | z"])
    }

    @Test("Merged cells have their text once, in the column where they begin") func merged() async throws {
        let document = try await read(
            Self.table([
                [Self.cell("wide", "<w:gridSpan w:val='2'/>"), "C"],
                [Self.cell("tall", "<w:vMerge w:val='restart'/>"), "b", "c"],
                [Self.cell("ghost", "<w:vMerge/>"), "d", "e"],
                [Self.cell("x", "<w:gridSpan w:val='9999999999'/>"), Self.cell("y", "<w:gridSpan w:val='-5'/>")],
            ]))
        #expect(
            document.blocks.map(\.text) == ["wide |  | C\ntall | b | c\n | d | e\nx |  |  | y"])
    }

    @Test("Deleted rows and cells are left out, rows in content controls are not") func tracked() async throws {
        let rows =
            "<w:tr><w:trPr><w:del/></w:trPr>\(Self.cell("gone"))</w:tr>"
            + "<w:sdt><w:sdtContent><w:tr>\(Self.cell("a"))\(Self.cell("b"))\(Self.cell("c", "<w:cellDel/>"))</w:tr>"
            + "</w:sdtContent></w:sdt>"
        #expect(try await read("<w:tbl>\(rows)</w:tbl>").blocks.map(\.text) == ["a | b"])
    }

    @Test("A table in a cell follows the row that it is in") func nested() async throws {
        let inner = Self.table([["i", "j"], ["k", "l"]])
        let document = try await read(
            Self.table([["A", "B"], ["1", Self.cell(OfficeFixture.p("2") + inner)], ["3", "4"]]))
        #expect(document.blocks.map(\.text) == ["A | B\n1 | 2", "i | j\nk | l", "A | B\n3 | 4"])
    }

    @Test("A table that only lays out a page becomes its parts") func layout() async throws {
        let heading = Self.cell(OfficeFixture.p("T", style: "Heading1") + OfficeFixture.p("body"))
        let document = try await read(Self.table([[heading, "side"]]) + Self.table([["alone"]]))
        #expect(
            outline(document) == ["heading 1 : T", "paragraph : body", "paragraph : side", "paragraph : alone"])
    }

    @Test("A long table is divided, and each part begins with the header row") func long() async throws {
        let document = try await read(Self.table([["No", "Name"]] + (1...100).map { ["\($0)", "n\($0)"] }))
        #expect(document.blocks.count == 3)
        #expect(document.blocks.allSatisfy { $0.text.hasPrefix("No | Name\n") })
        #expect(document.blocks.map { $0.text.split(separator: "\n").last } == ["39 | n39", "79 | n79", "100 | n100"])
    }

    @Test("Numbers and notes in cells are read") func cellContent() async throws {
        let numbering =
            "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/>"
            + "</w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
        let number = Self.cell(OfficeFixture.p("", properties: "<w:numPr><w:numId w:val='1'/></w:numPr>"))
        let note = Self.cell("<w:p><w:r><w:t>b</w:t><w:footnoteReference w:id='2'/></w:r></w:p>")
        let document = try await read(
            Self.table([[number, "a"], [number, note]]),
            ["numbering.xml": numbering, "footnotes.xml": "<w:footnote w:id='2'>\(OfficeFixture.p("n"))</w:footnote>"])
        #expect(document.blocks.map(\.text) == ["I. | a\nII. | b", "n"])
    }

    @Test("Pages are counted by Word's own marks and by the author's breaks, once each") func pages() async throws {
        let rendered = "<w:lastRenderedPageBreak/>"
        let document = try await read(
            "<w:p><w:r><w:t>one </w:t>\(rendered)<w:t>goes on</w:t></w:r></w:p>"
                + "<w:p><w:r><w:br w:type='page'/></w:r></w:p><w:p><w:r>\(rendered)<w:t>three</w:t></w:r></w:p>"
                + OfficeFixture.p("four", properties: "<w:pageBreakBefore/>")
                + OfficeFixture.p("still four", properties: "<w:sectPr/>") + OfficeFixture.p("five")
                + OfficeFixture.p("also", properties: "<w:sectPr><w:type w:val='continuous'/></w:sectPr>")
                + OfficeFixture.p("five"))
        #expect(
            document.blocks.map(\.location.description) == [
                "pages 1–2", "page 3", "page 4", "page 4", "page 5", "page 5", "page 5",
            ])
        #expect(document.pageCount == 5)
        #expect(try await read(OfficeFixture.p("x")).blocks.map(\.location) == [Location()])
    }

    @Test("A row that goes on to the next page counts one break, not one a cell") func rowPages() async throws {
        let broken = Self.cell("<w:p><w:r><w:t>a</w:t><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>")
        let document = try await read(Self.table([["x", "y"], [broken, broken]]) + OfficeFixture.p("after"))
        #expect(document.blocks.map(\.location.description) == ["pages 1–2", "page 2"])
    }
}
