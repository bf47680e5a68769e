import Documents
import Foundation
import Testing

@Suite("EPUB books") struct EPUBTests {
    private static let nav = """
        <html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="landmarks"><a href="c1.xhtml">no</a></nav>
        <nav epub:type="toc"><ol><li><a href="c1.xhtml">The  Voyage</a></li><li><a href="c%202.xhtml#x">Two</a><ol>
        <li><a href="c%202.xhtml#y">Second part</a></li></ol></li></ol></nav></body></html>
        """

    private func read(_ bytes: Data) async throws -> Document {
        try await DocumentReaders.standard.read(bytes, name: "a.epub")
    }

    @Test("Chapters come in reading order with their titles, and what is beside it last") func chapters() async throws {
        let document = try await read(
            EPUBFixture.make(
                [
                    ("notes.xhtml", "<p>note</p>", "linear='no'"), ("c1.xhtml", "<h1>I</h1><p>one</p>", ""),
                    ("c1b.xhtml", "<p>goes on</p>", ""),
                    ("c 2.xhtml", "<p>before</p><h1>Two</h1><p>two</p><h2>SECOND PART.</h2><p>more</p>", ""),
                ], nav: Self.nav))
        #expect(
            outline(document) == [
                "heading 1 chapter “The Voyage”: I", "paragraph chapter “The Voyage”: one",
                "paragraph chapter “The Voyage”: goes on", "paragraph chapter “The Voyage”: before",
                "heading 1 chapter “Two”: Two", "paragraph chapter “Two”: two",
                "heading 2 chapter “Second part”: SECOND PART.", "paragraph chapter “Second part”: more",
                "paragraph chapter “Second part”: note",
            ])
        #expect(document.title == "A book")
        #expect(document.type == .epub && document.diagnostics.isEmpty)
        #expect(document.blocks[2].headings == ["I"])
    }

    @Test("The contents of EPUB 2 are read") func ncx() async throws {
        let ncx = """
            <ncx><navMap><navPoint><navLabel><text>Part</text></navLabel><content src="c1.xhtml"/><navPoint><navLabel><text>
            Inner</text></navLabel><content src="c2.xhtml"/></navPoint></navPoint></navMap></ncx>
            """
        let document = try await read(
            EPUBFixture.make([("c1.xhtml", "<p>a</p>", ""), ("c2.xhtml", "<p>b</p>", "")], ncx: ncx))
        #expect(outline(document) == ["paragraph chapter “Part”: a", "paragraph chapter “Inner”: b"])
    }

    @Test("Chapters are read as pages are") func content() async throws {
        let body =
            "<script src='x'/><p>caf&eacute;&#160;x</p><table><tr><td>a</td><td>b</td></tr></table><ul><li>i</li></ul>"
            + "<p style='display:none'>unseen</p>"
        let document = try await read(EPUBFixture.make([("c.xhtml", body, "")]))
        #expect(
            outline(document) == [
                "paragraph : café\u{A0}x", "table : a | b", "listItem : i", "hidden paragraph : unseen",
            ])
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
    }

    private static func encryption(_ algorithm: String, _ part: String) -> (name: String, text: String) {
        (
            "META-INF/encryption.xml",
            "<encryption><EncryptedData><EncryptionMethod Algorithm=\"\(algorithm)\"/><CipherData><CipherReference "
                + "URI=\"\(part)\"/></CipherData></EncryptedData></encryption>"
        )
    }

    @Test("An encrypted book is refused, one with scrambled fonts is read") func encryption() async throws {
        let aes = Self.encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/c.xhtml")
        let error = await failure(EPUBFixture.make([("c.xhtml", "<p>x</p>", "")], parts: [aes]), "a.epub")
        #expect(error?.code == .unsupportedFormat)
        #expect(error?.message.contains("DRM") == true)
        let font = Self.encryption("http://www.idpf.org/2008/embedding", "OEBPS/c.xhtml")
        #expect(try await read(EPUBFixture.make([("c.xhtml", "<p>x</p>", "")], parts: [font])).blocks.count == 1)
    }

    @Test("A missing chapter is told, the others are read; without its list a book is damaged") func missing()
        async throws
    {
        let document = try await read(EPUBFixture.make([("c.xhtml", "<p>x</p>", ""), ("MISSING", "", "")]))
        #expect(document.blocks.map(\.text) == ["x"])
        #expect(document.diagnostics.map(\.code) == ["damaged"])
        let none = ZipFixture.make([
            (name: "mimetype", text: "application/epub+zip"), (name: "a.xhtml", text: "<p>x</p>"),
        ])
        #expect(await failure(none, "a.epub")?.code == .damaged)
        #expect(await failure(EPUBFixture.make([("c.xhtml", " ", "")]), "a.epub")?.code == .empty)
    }

    @Test("Links that lead out of the book are not followed") func paths() async throws {
        let document = try await read(
            EPUBFixture.make([("../../../etc/passwd", "<p>no</p>", ""), ("c.xhtml", "<p>x</p>", "")]))
        #expect(document.blocks.map(\.text) == ["x"])
    }

    @Test("A thousand chapters are read in one pass", .timeLimit(.minutes(1))) func many() async throws {
        let document = try await read(
            EPUBFixture.make((0..<1_000).map { ("c\($0).xhtml", "<p>chapter \($0)</p>", "") }))
        #expect(document.blocks.count == 1_000)
    }

    @Test("Changed bytes never crash the reader", .timeLimit(.minutes(2))) func mutations() async throws {
        let file = EPUBFixture.make(
            [("c1.xhtml", "<h1>One</h1><p>text</p>", ""), ("c 2.xhtml", "<table><tr><td>x</table>", "")], nav: Self.nav,
            parts: [Self.encryption("http://www.idpf.org/2008/embedding", "OEBPS/f")])
        #expect(try await survivesMutations(of: file, name: "a.epub"))
    }
}
