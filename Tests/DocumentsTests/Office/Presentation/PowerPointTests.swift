import Documents
import Foundation
import Testing

@Suite("PowerPoint presentations") struct PowerPointTests {
    /// A shape with paragraphs, each given as its XML or as plain text.
    private static func shape(_ paragraphs: [String], type: String? = nil, name: String = "") -> String {
        let placeholder = type.map { "<p:ph \($0.isEmpty ? "idx='1'" : "type='\($0)'")/>" } ?? ""
        let content = paragraphs.map { $0.hasPrefix("<a:p>") ? $0 : "<a:p><a:r><a:t>\($0)</a:t></a:r></a:p>" }
        return "<p:sp><p:nvSpPr><p:cNvPr id='2' \(name)/><p:nvPr>\(placeholder)</p:nvPr></p:nvSpPr>"
            + "<p:txBody>\(content.joined())</p:txBody></p:sp>"
    }

    private static func item(_ text: String, _ properties: String) -> String {
        "<a:p>\(properties)<a:r><a:t>\(text)</a:t></a:r></a:p>"
    }

    private func read(_ slides: [String], notes: String? = nil, parts: [(name: String, text: String)] = []) async throws
        -> Document
    {
        let file = OfficeFixture.powerPoint(slides, notes: notes, parts: parts)
        return try await DocumentReaders.standard.read(file, name: "a.pptx")
    }

    @Test("Slides come in the order of the presentation, title first, notes last") func slides() async throws {
        let body = Self.shape(
            ["point", Self.item("sub", "<a:pPr lvl='1'/>"), Self.item("plain", "<a:pPr><a:buNone/></a:pPr>")], type: "")
        let document = try await read(
            [
                body + Self.shape(["The", "title"], type: "title") + Self.shape(["7"], type: "sldNum"),
                Self.shape(["no title here"]),
            ],
            notes: Self.shape(["spoken"], type: "body") + Self.shape(["running head"], type: "hdr"))
        #expect(
            outline(document) == [
                "heading 1 slide 1: The title", "listItem slide 1: point", "listItem slide 1: sub",
                "paragraph slide 1: plain", "paragraph slide 1: spoken", "paragraph slide 2: no title here",
            ])
        #expect(document.blocks.map(\.headings).map(\.count) == [0, 1, 1, 1, 1, 0])
    }

    @Test("The order is that of the list of slides, not of the files") func order() async throws {
        let document = try await DocumentReaders.standard.read(
            OfficeFixture.powerPoint([Self.shape(["a"]), Self.shape(["b"])], order: [1, 0]), name: "a.pptx")
        #expect(outline(document) == ["paragraph slide 1: b", "paragraph slide 2: a"])
    }

    @Test("Hidden slides and shapes are hidden") func hidden() async throws {
        let document = try await read(
            [Self.shape(["x"]) + Self.shape(["y"], name: "hidden='1'"), "HIDDEN" + Self.shape(["t"], type: "title")])
        #expect(
            outline(document) == ["paragraph slide 1: x", "hidden paragraph slide 1: y", "hidden paragraph slide 2: t"])
    }

    @Test("Numbered paragraphs have their numbers") func numbers() async throws {
        let arabic = "<a:pPr><a:buAutoNum type='arabicPeriod' startAt='3'/></a:pPr>"
        let letters = "<a:pPr lvl='1'><a:buAutoNum type='alphaLcParenBoth'/></a:pPr>"
        let document = try await read([
            Self.shape([
                Self.item("a", arabic), Self.item("b", letters), Self.item("c", letters), Self.item("d", arabic),
                Self.item("e", letters), Self.item("f", "<a:pPr><a:buChar char='•'/></a:pPr>"), "g",
            ])
        ])
        #expect(document.blocks.map(\.text) == ["3. a", "(a) b", "(b) c", "4. d", "(a) e", "f", "g"])
        #expect(document.blocks.map(\.kind) == Array(repeating: .listItem, count: 6) + [.paragraph])
    }

    @Test("Tables have one row a line, merged cells once") func tables() async throws {
        func cell(_ text: String, _ attributes: String = "") -> String {
            "<a:tc \(attributes)><a:txBody><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></a:txBody></a:tc>"
        }
        let rows = [
            cell("A") + cell("B", "gridSpan='2'") + cell("ghost", "hMerge='1'"), cell("1") + cell("2") + cell("3"),
            cell("gone", "vMerge='1'") + cell("4") + cell("5"),
        ]
        let table = rows.map { "<a:tr>\($0)</a:tr>" }.joined()
        let document = try await read([
            "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>\(table)</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
        ])
        #expect(document.blocks.map(\.text) == ["A | B\n1 | 2 | 3\n | 4 | 5"])
    }

    @Test("Groups, breaks, fields, equations, descriptions and diagrams are read") func parts() async throws {
        let content =
            "<p:grpSp><p:grpSp>\(Self.shape(["<a:p><a:r><a:t>a</a:t></a:r><a:br/><a:fld type='datetime'><a:t>b</a:t></a:fld></a:p>"]))"
            + "</p:grpSp></p:grpSp>"
            + Self.shape([
                "<a:p><mc:AlternateContent><mc:Choice><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></mc:Choice><mc:Fallback>"
                    + "<a:r><a:t>no</a:t></a:r></mc:Fallback></mc:AlternateContent></a:p>"
            ])
            + "<p:pic><p:nvPicPr><p:cNvPr descr='A duck swims'/></p:nvPicPr></p:pic>"
            + "<p:graphicFrame><a:graphic><a:graphicData><d:relIds r:dm='x'/></a:graphicData></a:graphic></p:graphicFrame>"
        let diagram =
            "<d:m xmlns:a='urn:a' xmlns:d='urn:d'><d:ptLst><d:pt><d:t><a:p><a:r><a:t>step</a:t></a:r></a:p></d:t></d:pt>"
            + "</d:ptLst></d:m>"
        let document = try await read(
            [content],
            parts: [
                (
                    "ppt/slides/_rels/slide0.xml.rels",
                    OfficeFixture.relationships([("x", "diagramData", "../diagrams/d.xml")])
                ),
                ("ppt/diagrams/d.xml", diagram),
            ])
        #expect(document.blocks.map(\.text) == ["a\nb", "x=1", "A duck swims", "step"])
    }

    @Test("A slide that is missing is told with its number, the others are read") func missing() async throws {
        let document = try await DocumentReaders.standard.read(
            OfficeFixture.powerPoint([Self.shape(["a"])], order: [5, 0]), name: "a.pptx")
        #expect(outline(document) == ["paragraph slide 2: a"])
        #expect(document.diagnostics.map(\.location?.slide) == [1])
        #expect(await failure(OfficeFixture.powerPoint([]), "a.pptx")?.code == .empty)
    }

    @Test("A slide or chart that is referred to a thousand times is read once") func repeated() async throws {
        let frame =
            "<p:graphicFrame><a:graphic><a:graphicData><d:relIds r:dm='x'/></a:graphicData></a:graphic></p:graphicFrame>"
        let diagram =
            "<d:m xmlns:a='urn:a' xmlns:d='urn:d'><d:ptLst><d:pt><d:t><a:p><a:r><a:t>step</a:t></a:r></a:p></d:t></d:pt>"
            + "</d:ptLst></d:m>"
        let link = OfficeFixture.relationships([("x", "diagramData", "../diagrams/d.xml")])
        let file = OfficeFixture.powerPoint(
            [String(repeating: frame, count: 1_000)], order: Array(repeating: 0, count: 1_000),
            parts: [("ppt/slides/_rels/slide0.xml.rels", link), ("ppt/diagrams/d.xml", diagram)])
        let document = try await DocumentReaders.standard.read(file, name: "a.pptx")
        #expect(document.blocks.map(\.text) == ["step"])
        #expect(document.diagnostics.count == 100)
    }

    @Test("The title is that of the properties, else the first slide's") func title() async throws {
        let slides = [Self.shape(["First"], type: "title"), Self.shape(["Second"], type: "title")]
        #expect(try await read(slides).title == "First")
        let core = ("docProps/core.xml", "<c xmlns:d='urn:d'><d:title>Stated</d:title></c>")
        #expect(try await read(slides, parts: [core]).title == "Stated")
    }

    @Test("Hundreds of slides are read in one pass", .timeLimit(.minutes(1))) func many() async throws {
        let document = try await read((0..<1_500).map { Self.shape(["slide \($0)"]) })
        #expect(document.blocks.count == 1_500)
    }

    @Test("Changed bytes never crash the reader", .timeLimit(.minutes(2))) func mutations() async throws {
        let numbered = Self.item("x", "<a:pPr lvl='2'><a:buAutoNum type='romanUcPeriod' startAt='9'/></a:pPr>")
        let file = OfficeFixture.powerPoint(
            [Self.shape(["t"], type: "title") + Self.shape([numbered], type: ""), "HIDDEN" + Self.shape(["a"])],
            notes: Self.shape(["n"], type: "body"))
        #expect(try await survivesMutations(of: file, name: "a.pptx"))
    }

    @Test("Comments are hidden at their slide") func comments() async throws {
        let links = OfficeFixture.relationships([("c", "comments", "../comments/comment1.xml")])
        let document = try await read(
            [Self.shape(["shown"])],
            parts: [
                ("ppt/slides/_rels/slide0.xml.rels", links),
                (
                    "ppt/comments/comment1.xml",
                    "<cmLst><cm><pos x='1'/><text>old</text></cm><cm><txBody><p><r><t>new</t></r></p><p><r><t>form</t></r></p>"
                        + "</txBody></cm></cmLst>"
                ),
            ])
        #expect(document.blocks.map(\.text) == ["shown", "old", "new\nform"])
        #expect(document.blocks.map(\.isHidden) == [false, true, true])
        #expect(document.blocks.map(\.location.slide) == [1, 1, 1])
    }
}
