import Documents
import Foundation
import Testing

/// What people see of a page, and who may open it.
@Suite("PDF visibility") struct PDFVisibilityTests {
    private func read(_ page: String, crop: String = "") async throws -> Document {
        try await DocumentReaders.standard.read(PDFFixture.draw([page], page: crop), name: "a.pdf")
    }

    @Test(
        "Text that nobody sees is marked as hidden and reported",
        arguments: [
            "1 1 1 rg " + PDFFixture.text("Secret words", 72, 600),
            "0.99 g " + PDFFixture.text("Secret words", 72, 600),
            PDFFixture.text("Secret words", 72, 600, size: 0.4),
            "BT 3 Tr ET " + PDFFixture.text("Secret words", 72, 600),
            "0 0 0 rg 60 590 200 30 re f " + PDFFixture.text("Shown too", 72, 640) + "BT 3 Tr ET "
                + PDFFixture.text("Secret words", 72, 600),
            PDFFixture.text("Secret words", 72, -100),
            PDFFixture.text("Secret words", 700, 600),
            PDFFixture.text("Secret words", 5, 600),
        ])
    func hidden(piece: String) async throws {
        let document = try await read(PDFFixture.text("Shown words", 72, 720) + piece, crop: "/CropBox [60 0 612 792]")
        let hidden = document.blocks.filter(\.isHidden)
        #expect(hidden.map(\.text) == ["Secret words"])
        #expect(document.blocks.contains { $0.text == "Shown words" && !$0.isHidden })
        #expect(document.diagnostics.map(\.code) == ["hiddenText"])
    }

    @Test(
        "White text on a dark ground, and the text layer of a scanned image, are seen",
        arguments: [
            "0 0 0 rg 60 590 200 30 re f 1 1 1 rg " + PDFFixture.text("Seen words", 72, 600),
            // Strokes like those of letters, and the invisible text that OCR put over them.
            (0..<18).map { "\(72 + $0 * 3) 600 1 8 re f " }.joined() + "BT 3 Tr ET "
                + PDFFixture.text("Seen words", 72, 600),
        ])
    func shown(piece: String) async throws {
        let document = try await read(PDFFixture.text("Shown words", 72, 720) + piece)
        #expect(document.blocks.map(\.text) == ["Shown words", "Seen words"])
        #expect(!document.blocks.contains(where: \.isHidden) && document.diagnostics.isEmpty)
    }

    @Test("A file with hidden text only has none") func hiddenOnly() async {
        let bytes = PDFFixture.draw(["1 1 1 rg " + PDFFixture.text("Secret words", 72, 600)])
        var readers = DocumentReaders()
        readers.recognizer.readsPages = false
        #expect(await failure(bytes, "a.pdf", readers)?.code == .noText)
    }

    @Test("A protected file opens with its password, and says so if that is wrong") func password() async throws {
        let bytes = try Fixtures.data("protected.pdf")
        var readers = DocumentReaders()
        readers.pdf.password = "1234"
        let document = try await readers.read(bytes, name: "protected.pdf")
        #expect(document.pageCount == 3 && !document.blocks.isEmpty)
        readers.pdf.password = "owner"
        #expect(try await readers.read(bytes, name: "protected.pdf").blocks == document.blocks)
        readers.pdf.password = "wrong"
        let error = await failure(bytes, "protected.pdf", readers)
        #expect(error?.code == .passwordNeeded)
        #expect(error?.message.contains("does not open with the password given") == true)
        #expect(error?.message.contains("wrong") == false, "a password is nobody's business")
    }
}
