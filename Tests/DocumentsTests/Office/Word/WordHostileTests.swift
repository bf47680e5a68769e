import Documents
import Foundation
import Testing

@Suite("Hostile Word documents") struct WordHostileTests {
    @Test("A document without text says so") func empty() async {
        #expect(await failure(OfficeFixture.word(OfficeFixture.p(" ")), "a.docx")?.code == .empty)
        let picture = OfficeFixture.word("<w:p/>", parts: ["media/x.png": ""])
        #expect(await failure(picture, "a.docx")?.code == .noText)
    }

    @Test("A missing part is an error that names it") func missing() async {
        let file = ZipFixture.make([(name: "[Content_Types].xml", text: ""), (name: "word/styles.xml", text: "")])
        let error = await failure(file, "a.docx")
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("word/document.xml is missing") == true)
    }

    @Test("What is cut off is read up to the cut, and that is told") func cutOff() async throws {
        let body = (0..<100).map { OfficeFixture.p("paragraph \($0)") }.joined()
        let whole = OfficeFixture.word(body)
        let document = try await DocumentReaders.standard.read(whole.prefix(whole.count / 2), name: "a.docx")
        #expect(document.blocks.first?.text == "paragraph 0")
        #expect(document.diagnostics.contains { $0.code == "damaged" && $0.severity == .error })
    }

    @Test("XML that is none gives an error with the place") func noXML() async {
        let file = ZipFixture.make([(name: "[Content_Types].xml", text: ""), (name: "word/document.xml", text: "<<<")])
        let error = await failure(file, "a.docx")
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("line 1") == true)
    }

    @Test("Tables nested a thousand deep are left out and told") func deep() async throws {
        let deep = String(repeating: "<w:tbl><w:tr><w:tc>", count: 1_000)
        let document = try await DocumentReaders.standard.read(
            OfficeFixture.word(OfficeFixture.p("before") + deep), name: "a.docx")
        #expect(document.blocks.map(\.text) == ["before"])
        #expect(document.diagnostics.map(\.code).contains("limitExceeded"))
    }

    @Test("A zip bomb is refused") func bomb() async {
        let bomb = ZipFixture.bomb(
            name: "word/document.xml", count: 300 << 20, others: ["[Content_Types].xml"], hasChecksum: false)
        #expect(await failure(bomb, "a.docx")?.code == .limitExceeded)
    }

    @Test("Notes that refer to themselves are read once") func cycle() async throws {
        let note = "<w:p><w:r><w:t>note</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
        let file = OfficeFixture.word(note, parts: ["footnotes.xml": "<w:footnote w:id='2'>\(note)</w:footnote>"])
        #expect(try await DocumentReaders.standard.read(file, name: "a.docx").blocks.map(\.text) == ["note", "note"])
    }

    @Test("A hundred thousand notes, each in the one before, are not followed") func noteChain() async throws {
        func note(_ number: Int) -> String {
            "<w:p><w:r><w:t>n\(number)</w:t><w:footnoteReference w:id='\(number + 1)'/></w:r></w:p>"
        }
        let notes = (1...100_000).map { "<w:footnote w:id='\($0)'>\(note($0))</w:footnote>" }.joined()
        let file = OfficeFixture.word(note(0), parts: ["footnotes.xml": notes])
        let document = try await DocumentReaders.standard.read(file, name: "a.docx")
        #expect(document.blocks.map(\.text) == ["n0", "n1", "n2", "n3", "n4"])
    }

    @Test("Changed bytes never crash the reader", .timeLimit(.minutes(2))) func mutations() async throws {
        let cell = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>\(OfficeFixture.p("cell"))</w:tc>"
        let file = OfficeFixture.word(
            OfficeFixture.p("One", style: "H", properties: "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>")
                + "<w:tbl><w:tr>\(cell)\(cell)</w:tr></w:tbl><w:p><w:r><w:br w:type='page'/><w:t>x</w:t>"
                + "<w:footnoteReference w:id='2'/><w:fldChar w:fldCharType='begin'/></w:r></w:p>",
            parts: [
                "styles.xml": "<w:style w:styleId='H'><w:name w:val='heading 1'/><w:basedOn w:val='I'/></w:style>",
                "numbering.xml":
                    "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='1'><w:start w:val='9'/><w:numFmt w:val='lowerRoman'/>"
                    + "<w:lvlText w:val='%1.%2'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
                "footnotes.xml": "<w:footnote w:id='2'>\(OfficeFixture.p("note"))</w:footnote>",
            ])
        #expect(try await survivesMutations(of: file, name: "a.docx"))
    }

    @Test("Reading stops when its task is cancelled") func cancellation() async throws {
        let file = OfficeFixture.word((0..<100_000).map { OfficeFixture.p("paragraph \($0)") }.joined())
        let task = Task { try await DocumentReaders.standard.read(file, name: "a.docx") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
