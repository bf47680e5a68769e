import Documents
import Foundation
import Testing

@Suite("OpenDocument spreadsheets and presentations") struct OpenDocumentSheetTests {
    private static func row(_ cells: [String], _ attributes: String = "") -> String {
        let content = cells.map { text in
            if text.hasPrefix("<") { return text }
            let type = Double(text) == nil ? "string" : "float"
            let inner = text.isEmpty ? "" : "<text:p>\(text)</text:p>"
            return "<table:table-cell office:value-type='\(type)'>\(inner)</table:table-cell>"
        }
        return "<table:table-row \(attributes)>\(content.joined())</table:table-row>"
    }

    private static func sheet(_ name: String, _ rows: String, _ attributes: String = "") -> String {
        "<table:table table:name='\(name)' \(attributes)>\(rows)</table:table>"
    }

    private func read(_ body: String, kind: String = "spreadsheet") async throws -> Document {
        let styles = """
            <style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
            <style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties
            presentation:visibility="hidden"/></style:style>
            """
        return try await DocumentReaders.standard.read(
            OpenDocumentFixture.make(kind, body, styles: styles), name: kind == "spreadsheet" ? "a.ods" : "a.odp")
    }

    @Test("Sheets come in order, cells as they are shown, hidden sheets hidden") func sheets() async throws {
        let money =
            "<table:table-cell office:value-type='currency' office:value='1234.5'><text:p>1.234,50 €</text:p></table:table-cell>"
        let bare = "<table:table-cell office:value-type='float' office:value='7'/>"
        let document = try await read(
            Self.sheet("Q3", Self.row(["Name", "Sum"]) + Self.row(["a", money]) + Self.row(["b", bare]))
                + Self.sheet("Other", Self.row(["x", "y"]), "table:style-name='ta2'"))
        #expect(
            outline(document) == [
                "heading 1 sheet Q3: Q3", "table sheet Q3, rows 1–3: Name | Sum\na | 1.234,50 €\nb | 7",
                "hidden table sheet Other, row 1: x | y",
            ])
    }

    @Test("Repeated empty rows and cells only count, repeated texts are there") func repeats() async throws {
        let gap = "<table:table-cell table:number-columns-repeated='1000'/>"
        let twice = "<table:table-cell table:number-columns-repeated='2'><text:p>t</text:p></table:table-cell>"
        let document = try await read(
            Self.sheet(
                "S",
                Self.row(["A", gap, "B"]) + Self.row(["1", gap, "2"])
                    + Self.row([gap], "table:number-rows-repeated='1000'")
                    + Self.row([twice], "table:number-rows-repeated='2'")
                    + Self.row([gap], "table:number-rows-repeated='1048000'")))
        #expect(
            outline(document) == [
                "heading 1 sheet S: S", "table sheet S, rows 1–2: A | B\n1 | 2",
                "table sheet S, rows 1003–1004: t | t\nt | t",
            ])
    }

    @Test("Hidden rows and columns are hidden, and so are comments") func hidden() async throws {
        let note =
            "<table:table-cell><office:annotation><text:p>no</text:p></office:annotation><text:p>c</text:p></table:table-cell>"
        let document = try await read(
            Self.sheet(
                "S",
                "<table:table-column/><table:table-column table:visibility='collapse'/>" + Self.row(["A", "B", note])
                    + Self.row(["d", "e", "f"], "table:visibility='filter'")))
        #expect(document.blocks.map(\.text) == ["S", "A | c", "A |  | c\n | B\nd | e | f", "no"])
        #expect(document.blocks.map(\.isHidden) == [false, false, true, true])
        #expect(document.blocks[3].location == Location(sheet: "S", rows: 1...1))
    }

    @Test("A hundred thousand rows are read in seconds", .timeLimit(.minutes(1))) func large() async throws {
        let rows = (1...100_000).map { Self.row(["\($0)", "t"]) }.joined()
        let document = try await read(Self.sheet("S", rows))
        #expect(document.blocks.last?.location.rows == 99_961...100_000)
    }

    @Test("Slides have their title first, their notes last; hidden ones are hidden") func slides() async throws {
        func frame(_ content: String, _ role: String = "", _ more: String = "") -> String {
            "<draw:frame presentation:class='\(role)' \(more)><draw:text-box>\(content)</draw:text-box></draw:frame>"
        }
        let list = "<text:list><text:list-item><text:p>point</text:p></text:list-item></text:list>"
        let table = "<draw:frame><table:table>\(Self.row(["a", "b"]))</table:table></draw:frame>"
        let notes =
            "<presentation:notes><draw:page-thumbnail/>\(frame("<text:p>spoken</text:p>", "notes"))</presentation:notes>"
        let document = try await read(
            "<draw:page draw:name='x'>\(frame(list, "outline"))\(frame("<text:p>Title</text:p>", "title"))\(table)"
                + "<draw:g><draw:custom-shape><text:p>shape</text:p></draw:custom-shape></draw:g>"
                + frame("<text:p>3</text:p>", "page-number")
                + frame("<text:p>Click here</text:p>", "", "presentation:placeholder='true'")
                + "\(notes)</draw:page><draw:page draw:style-name='dp2'>\(frame("<text:p>secret</text:p>"))</draw:page>",
            kind: "presentation")
        #expect(
            outline(document) == [
                "heading 1 slide 1: Title", "listItem slide 1: point", "table slide 1: a | b",
                "paragraph slide 1: shape",
                "paragraph slide 1: spoken", "hidden paragraph slide 2: secret",
            ])
    }
}
