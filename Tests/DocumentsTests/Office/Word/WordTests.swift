import Documents
import Foundation
import Testing

@Suite("Word documents") struct WordTests {
    private static let styles = """
        <w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>
        <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Chapter"/><w:basedOn w:val="Mid"/></w:style>
        <w:style w:type="paragraph" w:styleId="Mid"><w:name w:val="Middle"/><w:basedOn w:val="berschrift2"/></w:style>
        <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="Heading 2"/></w:style>
        <w:style w:type="paragraph" w:styleId="Body"><w:name w:val="No heading"/><w:basedOn w:val="berschrift1"/>
        <w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>
        <w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>
        <w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
        <w:style w:type="character" w:styleId="Secret"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>
        """

    private func read(_ body: String, _ parts: [String: String] = [:], isStrict: Bool = false) async throws -> Document
    {
        try await DocumentReaders.standard.read(
            OfficeFixture.word(body, parts: parts, isStrict: isStrict), name: "a.docx")
    }

    @Test("Headings are known by their styles, whatever the language of Word and however they are based")
    func headings() async throws {
        let body =
            OfficeFixture.p("One", style: "berschrift1") + OfficeFixture.p("text")
            + OfficeFixture.p("Two", style: "Own") + OfficeFixture.p("x", style: "Body")
            + OfficeFixture.p("Direct", properties: "<w:outlineLvl w:val=\"2\"/>") + OfficeFixture.p("y", style: "A")
        let document = try await read(body, ["styles.xml": Self.styles])
        #expect(
            outline(document) == [
                "heading 1 : One", "paragraph : text", "heading 2 : Two", "paragraph : x", "heading 3 : Direct",
                "paragraph : y",
            ])
        #expect(document.blocks.last?.headings == ["One", "Two", "Direct"])
        #expect(document.type == .docx && document.pageCount == nil && document.diagnostics.isEmpty)
        let bare = try await read(OfficeFixture.p("One", style: "Heading2"))
        #expect(outline(bare) == ["heading 2 : One"])
    }

    @Test("The title comes from the properties, else from the style of titles") func title() async throws {
        let body = OfficeFixture.p("The title", style: "Titel") + OfficeFixture.p("text")
        #expect(try await read(body, ["styles.xml": Self.styles]).title == "The title")
        var members = [
            (name: "[Content_Types].xml", text: ""), (name: "word/document.xml", text: "<w><p><r><t>x</t></r></p></w>"),
        ]
        members.append((name: "docProps/core.xml", text: "<c xmlns:d='urn:d'><d:title>  Stated\n</d:title></c>"))
        let document = try await DocumentReaders.standard.read(ZipFixture.make(members), name: "a.docx")
        #expect(document.title == "Stated")
        #expect(document.blocks.map(\.text) == ["x"])
    }

    @Test("Strict documents are read like the usual ones") func strict() async throws {
        let document = try await read(
            OfficeFixture.p("One", style: "berschrift1"), ["styles.xml": Self.styles], isStrict: true)
        #expect(outline(document) == ["heading 1 : One"])
    }

    private static let numbering = """
        <w:abstractNum w:abstractNumId="7">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
        </w:abstractNum>
        <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>
        </w:lvlOverride></w:num>
        """

    private static func item(_ text: String, _ list: Int, _ level: Int = 0) -> String {
        let place = "<w:numPr><w:ilvl w:val=\"\(level)\"/><w:numId w:val=\"\(list)\"/></w:numPr>"
        return OfficeFixture.p(text, properties: place)
    }

    @Test("List items have the numbers that Word shows") func lists() async throws {
        let body = [
            Self.item("a", 1), Self.item("b", 1, 1), Self.item("c", 1, 1), Self.item("d", 1), Self.item("e", 1, 1),
            Self.item("dot", 2), Self.item("f", 3), Self.item("g", 3), Self.item("none", 0), Self.item("lost", 99),
        ].joined()
        let document = try await read(body, ["numbering.xml": Self.numbering])
        #expect(
            document.blocks.map(\.text) == [
                "1. a", "1.a) b", "1.b) c", "2. d", "2.a) e", "dot", "5. f", "6. g", "none", "lost",
            ])
        #expect(document.blocks.map(\.kind) == Array(repeating: .listItem, count: 8) + [.paragraph, .listItem])
    }

    @Test("Headings have the numbers of the list that their styles belong to") func numberedHeadings() async throws {
        func style(_ level: Int) -> String {
            "<w:style w:styleId='H\(level)'><w:name w:val='heading \(level)'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr>"
                + "</w:pPr></w:style>"
        }
        func level(_ number: Int, _ text: String) -> String {
            "<w:lvl w:ilvl='\(number - 1)'><w:numFmt w:val='upperLetter'/><w:isLgl/><w:pStyle w:val='H\(number)'/>"
                + "<w:lvlText w:val='\(text)'/></w:lvl>"
        }
        let numbering =
            "<w:abstractNum w:abstractNumId='1'>\(level(1, "§ %1"))\(level(2, "%1.%2"))</w:abstractNum>"
            + "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
        let body = [(1, "One"), (2, "Inner"), (2, "Next"), (1, "Two")].map { OfficeFixture.p($1, style: "H\($0)") }
            .joined()
        let document = try await read(
            body + OfficeFixture.p("None", style: "H1", properties: "<w:numPr><w:numId w:val='0'/></w:numPr>"),
            ["styles.xml": style(1) + style(2), "numbering.xml": numbering])
        #expect(document.blocks.map(\.text) == ["§ 1 One", "1.1 Inner", "1.2 Next", "§ 2 Two", "None"])
        #expect(document.blocks.map(\.level) == [1, 2, 2, 1, 1])
    }

    @Test(
        "What is in a paragraph is read as Word shows it",
        arguments: [
            ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
            ("<w:r><w:t>in</w:t><w:noBreakHyphen/><w:t>st\u{AD}ant</w:t><w:softHyphen/></w:r>", "in-stant"),
            ("<w:hyperlink r:id='x'><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:t>!</w:t></w:r>", "link!"),
            ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
            ("<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>y</w:t></w:r></w:moveTo>", "y"),
            (
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>IF </w:instrText><w:t>no</w:t></w:r>"
                    + "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r>"
                    + "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t> more</w:t></w:r>",
                "7 more"
            ),
            ("<w:fldSimple w:instr='PAGE'><w:r><w:t>3</w:t></w:r></w:fldSimple>", "3"),
            (
                "<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent><w:r><w:t>in</w:t></w:r></w:sdtContent></w:sdt>",
                "in"
            ),
            (
                "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase>"
                    + "</w:ruby></w:r>",
                "漢"
            ),
            (
                "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f>"
                    + "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
                "(a+b)/cx^2"
            ),
            ("<w:r><w:sym w:font='X' w:char='03B1'/></w:r>", "α"),
            ("<w:r><w:drawing><i><docPr descr='A duck swims'/></i></w:drawing></w:r>", "A duck swims"),
            ("<w:r><w:t>a</w:t><w:drawing><i><docPr descr='image1.png'/></i></w:drawing></w:r>", "a"),
            ("<w:r><w:t>a\u{E0041}b</w:t></w:r>", "ab"),
        ])
    func inline(content: String, expected: String) async throws {
        let document = try await read("<w:p>\(content)</w:p>")
        #expect(document.blocks.map(\.text) == [expected])
    }

    @Test("A paragraph whose end was deleted goes on in the next") func deletedEnd() async throws {
        let mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
        let document = try await read(OfficeFixture.p("one ", properties: mark) + OfficeFixture.p("two"))
        #expect(document.blocks.map(\.text) == ["one two"])
        #expect(try await read(OfficeFixture.p("last", properties: mark)).blocks.map(\.text) == ["last"])
    }

    @Test(
        "Text that Word does not show is hidden",
        arguments: [
            "<w:vanish/>", "<w:rStyle w:val='Secret'/>", "<w:sz w:val='2'/>", "<w:color w:val='FFFFFF'/>",
        ])
    func hidden(properties: String) async throws {
        let body = OfficeFixture.p("seen") + "<w:p><w:r><w:rPr>\(properties)</w:rPr><w:t>X</w:t></w:r></w:p>"
        let document = try await read(body, ["styles.xml": Self.styles])
        #expect(outline(document) == ["paragraph : seen", "hidden paragraph : X"])
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
        let shown = "<w:r><w:rPr><w:vanish w:val='0'/><w:shd/><w:color w:val='FFFFFF'/></w:rPr><w:t>X</w:t></w:r>"
        #expect(try await outline(read("<w:p>\(shown)</w:p>")) == ["paragraph : X"])
    }

    @Test("White text on pages, paragraphs or runs of a colour is seen") func whiteOnColor() async throws {
        let white = "<w:r><w:rPr><w:rStyle w:val='Dark'/><w:color w:val='FFFFFF'/></w:rPr><w:t>X</w:t></w:r>"
        let style = "<w:style w:styleId='Dark'><w:name w:val='d'/><w:rPr><w:shd w:fill='000000'/></w:rPr></w:style>"
        #expect(try await outline(read("<w:p>\(white)</w:p>", ["styles.xml": style])) == ["paragraph : X"])
        let page = "<w:background w:color='102030'/><w:p>\(white)</w:p>"
        #expect(try await outline(read(page)) == ["paragraph : X"])
        #expect(
            try await outline(read("<w:background w:color='FFFFFF'/><w:p>\(white)</w:p>")) == ["hidden paragraph : X"])
    }

    @Test("Pages of HTML that are embedded are read, other files told") func embedded() async throws {
        let relations = OfficeFixture.relationships([("h", "aFChunk", "a.html"), ("m", "aFChunk", "b.mht")])
        let file = ZipFixture.make([
            ("[Content_Types].xml", ""), ("word/_rels/document.xml.rels", relations),
            ("word/a.html", "<h1>H</h1><table><tr><td>a<td>b</table>"), ("word/b.mht", "x"),
            (
                "word/document.xml",
                "<w xmlns:r='\(OfficeFixture.relationshipsNamespace)'><altChunk r:id='h'/><altChunk r:id='m'/></w>"
            ),
        ])
        let document = try await DocumentReaders.standard.read(file, name: "a.docx")
        #expect(outline(document) == ["heading 1 : H", "table : a | b"])
        #expect(document.diagnostics.map(\.code) == ["unsupportedFormat"])
    }

    @Test("Notes follow the paragraph that refers to them; comments are hidden") func notes() async throws {
        let body =
            "<w:p><w:r><w:t>text</w:t><w:footnoteReference w:id='2'/><w:commentReference w:id='1'/></w:r></w:p>"
            + "<w:p><w:r><w:t>more</w:t><w:endnoteReference w:id='2'/><w:footnoteReference w:id='2'/></w:r></w:p>"
        let document = try await read(
            body,
            [
                "footnotes.xml": "<w:footnote w:type='separator' w:id='0'>\(OfficeFixture.p("line"))</w:footnote>"
                    + "<w:footnote w:id='2'>\(OfficeFixture.p("the note"))</w:footnote>",
                "endnotes.xml": "<w:endnote w:id='2'>\(OfficeFixture.p("at the end"))</w:endnote>",
                "comments.xml": "<w:comment w:id='1'>\(OfficeFixture.p("remark"))</w:comment>",
            ])
        #expect(document.blocks.map(\.text) == ["text", "the note", "more", "at the end", "remark"])
        #expect(document.blocks.map(\.isHidden) == [false, false, false, false, true])
    }

    @Test("Headers and footers come once, at the end") func pageEdges() async throws {
        let document = try await read(
            OfficeFixture.p("One", style: "Heading1") + OfficeFixture.p("text"),
            [
                "header1.xml": OfficeFixture.p("ACME 2024"), "header2.xml": OfficeFixture.p("ACME 2025"),
                "footer1.xml": OfficeFixture.p("3"),
            ])
        #expect(document.blocks.map(\.text) == ["One", "text", "ACME 2024"])
        #expect(document.blocks.last?.headings == [])
    }

    @Test("Text boxes are read once, after their paragraph") func textBoxes() async throws {
        let box = "<w:txbxContent>\(OfficeFixture.p("in the box"))</w:txbxContent>"
        let document = try await read(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>\(box)</w:drawing></mc:Choice><mc:Fallback><w:pict>\(box)"
                + "</w:pict></mc:Fallback></mc:AlternateContent><w:t>anchor</w:t></w:r></w:p>" + OfficeFixture.p("next")
        )
        #expect(document.blocks.map(\.text) == ["anchor", "in the box", "next"])
    }

    @Test("A chart's title and values are read") func chart() async throws {
        let chart = """
            <c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r>
            </a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0">
            <c:v>Units</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>Q1</c:v>
            </c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>12</c:v></c:pt>
            </c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>
            """
        let document = try await read(
            "<w:p><w:r><w:drawing><c:chart r:id='charts/chart1'/></w:drawing></w:r></w:p>",
            ["charts/chart1.xml": chart])
        #expect(outline(document) == ["paragraph : Sales", "table :  | Units\nQ1 | 12"])
    }
}
