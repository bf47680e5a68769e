import Documents
import Foundation
import Testing

@Suite("OpenDocument texts") struct OpenDocumentTextTests {
    private static let styles = """
        <style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
        <style:style style:name="P2" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/>
        </style:style>
        <style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
        <style:style style:name="A" style:family="text" style:parent-style-name="B"/>
        <style:style style:name="B" style:family="text" style:parent-style-name="A"/>
        <text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"
        style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"
        text:display-levels="2"/></text:list-style>
        <text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>
        """

    private func read(_ body: String, parts: [(name: String, text: String)] = []) async throws -> Document {
        try await DocumentReaders.standard.read(
            OpenDocumentFixture.make("text", body, styles: Self.styles, parts: parts), name: "a.odt")
    }

    @Test("Headings have their level, and what follows stands under them") func headings() async throws {
        let document = try await read(
            "<text:p text:style-name='P1'>The title</text:p><text:h text:outline-level='1'>One</text:h>"
                + "<text:h text:outline-level='2'>Two</text:h><text:p>text</text:p>",
            parts: [("styles.xml", "<s><styles><style name='Title' family='paragraph'/></styles></s>")])
        #expect(
            outline(document) == ["heading 1 : The title", "heading 1 : One", "heading 2 : Two", "paragraph : text"])
        #expect(document.blocks.last?.headings == ["One", "Two"])
        #expect(document.title == "The title")
        let meta = "<m xmlns:dc='urn:dc'><meta><dc:title>Stated</dc:title></meta></m>"
        #expect(try await read("<text:p>x</text:p>", parts: [("meta.xml", meta)]).title == "Stated")
    }

    @Test("Headings have the numbers that the outline gives them") func outlineNumbers() async throws {
        let levels = (1...2).map {
            "<text:outline-level-style text:level='\($0)' style:num-format='1' text:display-levels='\($0)'/>"
        }
        let styles =
            "<s \(OpenDocumentFixture.names)><office:styles><text:outline-style>\(levels.joined())</text:outline-style>"
            + "</office:styles></s>"
        func heading(_ level: Int, _ attributes: String = "") -> String {
            "<text:h text:outline-level='\(level)' \(attributes)>h</text:h>"
        }
        let body =
            heading(1) + heading(2) + heading(2) + heading(1, "text:is-list-header='true'") + heading(1) + heading(3)
        let document = try await read(body, parts: [("styles.xml", styles)])
        #expect(document.blocks.map(\.text) == ["1 h", "1.1 h", "1.2 h", "h", "2 h", "h"])
    }

    @Test(
        "What is in a paragraph is read as it is shown",
        arguments: [
            ("a<text:tab/>b<text:line-break/>c<text:s text:c='2'/>d", "a\tb\nc  d"),
            ("  a \n b<text:span> c</text:span> ", "a b c"),
            ("<text:a>link</text:a>!", "link!"), ("<text:s text:c='99999999999'/>x<text:s text:c='-9'/>", "x"),
            ("a<office:annotation><text:p>no</text:p></office:annotation>b", "ab"),
            ("<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>", "漢"),
            ("<text:span text:style-name='A'>x</text:span>", "x"), ("<text:page-number>3</text:page-number>", "3"),
            ("<text:change-start/>in<text:change-end/><text:bookmark/>", "in"),
        ])
    func inline(content: String, expected: String) async throws {
        let document = try await read("<text:p>\(content)</text:p>")
        #expect(document.blocks.filter { !$0.isHidden }.map(\.text) == [expected])
    }

    @Test("Comments are hidden, without their author and date") func comments() async throws {
        let comment =
            "<office:annotation><dc:creator>Ann</dc:creator><text:p>no</text:p><text:p>way</text:p></office:annotation>"
        let document = try await read("<text:p>a\(comment)b</text:p>")
        #expect(document.blocks.map(\.text) == ["ab", "no\nway"])
        #expect(document.blocks.map(\.isHidden) == [false, true])
    }

    @Test("List items have their numbers") func lists() async throws {
        func list(_ items: String, _ attributes: String = "text:style-name='L1'") -> String {
            "<text:list \(attributes)>\(items)</text:list>"
        }
        func item(_ content: String, _ attributes: String = "") -> String {
            let isXML = content.hasPrefix("<")
            return "<text:list-item \(attributes)>\(isXML ? content : "<text:p>\(content)</text:p>")</text:list-item>"
        }
        let inner = "<text:p>b</text:p>" + list(item("c") + item("d"), "")
        let document = try await read(
            list(item("a") + item(inner) + item("<text:p>e</text:p><text:p>more</text:p>")) + "<text:p>between</text:p>"
                + list(item("f"), "text:style-name='L1' text:continue-numbering='true'") + list(item("g"))
                + list(item("h", "text:start-value='9'")) + list(item("dot"), "text:style-name='L2'"))
        #expect(
            document.blocks.map(\.text) == [
                "1. a", "2. b", "2.a) c", "2.b) d", "3. e", "more", "between", "4. f", "1. g", "9. h", "dot",
            ])
        #expect(document.blocks.filter { $0.kind == .paragraph }.map(\.text) == ["more", "between"])
    }

    @Test("Tables have one row a line, merged and repeated cells in their columns") func tables() async throws {
        func cell(_ text: String, _ attributes: String = "") -> String {
            "<table:table-cell \(attributes)><text:p>\(text)</text:p></table:table-cell>"
        }
        let rows = [
            "<table:table-header-rows><table:table-row>\(cell("A", "table:number-columns-spanned='2'"))"
                + "<table:covered-table-cell/>\(cell("B"))</table:table-row></table:table-header-rows>",
            "<table:table-row>\(cell("1", "table:number-columns-repeated='2'"))\(cell("2"))</table:table-row>",
            "<table:table-row table:number-rows-repeated='2'>\(cell("x"))</table:table-row>",
            "<table:table-row table:number-rows-repeated='99999999999'><table:table-cell/></table:table-row>",
        ]
        let document = try await read("<table:table>\(rows.joined())</table:table>")
        #expect(document.blocks.map(\.text) == ["A |  | B\n1 | 1 | 2\nx\nx"])
        let alone = try await read("<table:table><table:table-row>\(cell("alone"))</table:table-row></table:table>")
        #expect(outline(alone) == ["paragraph : alone"])
        let inner = "<table:table><table:table-row>\(cell("i"))\(cell("j"))</table:table-row></table:table>"
        let nested = try await read(
            "<table:table><table:table-row>\(cell("a"))<table:table-cell><text:p>b</text:p>\(inner)</table:table-cell>"
                + "</table:table-row></table:table>")
        #expect(nested.blocks.map(\.text) == ["a | b", "i | j"])
    }

    @Test("Notes, frames, descriptions and formulas follow; deletions and unseen text do not show") func parts()
        async throws
    {
        let document = try await read(
            "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
                + "<text:p>text<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p>"
                + "</text:note-body></text:note><draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
                + "<draw:frame><draw:image/><svg:desc>A duck</svg:desc></draw:frame>"
                + "<draw:frame><draw:object xlink:href='./Object 1'/></draw:frame></text:p>"
                + "<text:p>a<text:span text:style-name='T1'>unseen</text:span></text:p>"
                + "<text:section text:display='none'><text:p>section</text:p></text:section>",
            parts: [("Object 1/content.xml", "<math><s><annotation>x^2</annotation></s></math>")])
        #expect(
            outline(document) == [
                "paragraph : text", "paragraph : boxed", "paragraph : A duck", "paragraph : x^2",
                "paragraph : the note",
                "paragraph : a", "hidden paragraph : unseen", "hidden paragraph : section",
            ])
    }

    @Test("A chart's title and values are read") func chart() async throws {
        let cells = ["", "Units", "Q1", "12"].map { "<table:table-cell><text:p>\($0)</text:p></table:table-cell>" }
        let chart =
            "<o \(OpenDocumentFixture.names)><chart:chart><chart:title><text:p>Sales</text:p></chart:title>"
            + "<table:table><table:table-row>\(cells[0])\(cells[1])</table:table-row><table:table-row>\(cells[2])\(cells[3])"
            + "</table:table-row></table:table></chart:chart></o>"
        let document = try await read(
            "<text:p><draw:frame><draw:object xlink:href='./Object 1'/></draw:frame></text:p>",
            parts: [("Object 1/content.xml", chart)])
        #expect(outline(document) == ["paragraph : Sales", "table :  | Units\nQ1 | 12"])
    }

    @Test("Pages are counted by the breaks that the file states") func pages() async throws {
        let document = try await read(
            "<text:p text:style-name='P2'>one</text:p><text:p>goes <text:soft-page-break/>on</text:p>"
                + "<text:p text:style-name='P2'>three</text:p>")
        #expect(document.blocks.map(\.location.description) == ["page 1", "pages 1–2", "page 3"])
        #expect(document.pageCount == 3)
    }

    @Test("Headers and footers come once, at the end") func pageEdges() async throws {
        let header = "<style:header><text:p>ACME</text:p></style:header><style:footer><text:p>7</text:p></style:footer>"
        let masters =
            "<s \(OpenDocumentFixture.names)><office:master-styles><style:master-page>\(header)</style:master-page>"
            + "<style:master-page>\(header)</style:master-page></office:master-styles></s>"
        let document = try await read("<text:p>text</text:p>", parts: [("styles.xml", masters)])
        #expect(document.blocks.map(\.text) == ["text", "ACME"])
    }
}
