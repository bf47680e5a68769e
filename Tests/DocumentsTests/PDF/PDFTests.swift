import Documents
import Foundation
import Testing

@Suite("PDF") struct PDFTests {
    @Test("Pages, paragraphs and the title are read")
    func pages() async throws {
        let bytes = PDFFixture.make(
            [["A paragraph of", "two lines.", "", "Another one."], ["Second page."], ["Third."]], title: "The title")
        let document = try await DocumentReaders.standard.read(bytes, name: "a.pdf")
        #expect(document.type == .pdf)
        #expect(document.title == "The title")
        #expect(document.pageCount == 3)
        #expect(document.blocks.map(\.text) == ["A paragraph of two lines.", "Another one.", "Second page.", "Third."])
        #expect(document.blocks.map(\.location.page) == [1, 1, 2, 3])
        #expect(document.diagnostics.isEmpty)
    }

    @Test("A PDF is known by its content, whatever its name") func wrongName() async throws {
        let document = try await DocumentReaders.standard.read(PDFFixture.make([["Text"]]), name: "a.txt")
        #expect(document.type == .pdf)
    }

    @Test("A password is asked for") func password() async throws {
        let error = await failure(try Fixtures.data("protected.pdf"), "protected.pdf")
        #expect(error?.code == .passwordNeeded)
        #expect(error?.message.contains("qpdf --decrypt") == true)
    }

    @Test("A truncated file gives its text with a warning, or a clear error", arguments: [0.3, 0.6, 0.9, 0.98])
    func truncated(share: Double) async throws {
        let bytes = PDFFixture.make((1...20).map { ["Page \($0) of the report."] })
        let cut = bytes.prefix(Int(Double(bytes.count) * share))
        do {
            let document = try await DocumentReaders.standard.read(cut, name: "cut.pdf")
            #expect(document.diagnostics.contains { $0.code == "damaged" })
        } catch let error as DocumentError {
            #expect(error.code == .damaged)
            #expect(!error.message.contains("bespoke-"), "the name of the temporary file is nobody's business")
        }
    }

    @Test("Bytes that only claim to be a PDF are damaged") func notPDF() async {
        #expect(await failure(Data("%PDF-1.4\nnothing else".utf8), "a.pdf")?.code == .damaged)
        #expect(await failure(Data((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* $0) }), "a.pdf")?.code == .damaged)
    }

    @Test("Pages of images only are reported, as is one among others")
    func noText() async throws {
        let error = await failure(PDFFixture.make([[], []]), "scan.pdf")
        #expect(error?.code == .noText)
        #expect(error?.message.contains("OCR") == true)
        let document = try await DocumentReaders.standard.read(PDFFixture.make([["Text."], []]), name: "a.pdf")
        #expect(document.diagnostics.map(\.code) == ["noText"])
        #expect(document.diagnostics.first?.location?.page == 2)
    }

    @Test("A missing tool is named, with how to get it") func toolMissing() async {
        var readers = DocumentReaders()
        readers.pdf.searchPath = "/nonexistent"
        let error = await failure(PDFFixture.make([["Text"]]), "a.pdf", readers)
        #expect(error?.code == .toolMissing)
        #expect(error?.message.contains("apt-get install poppler-utils") == true)
    }

    @Test("Size, time and text have limits") func limits() async {
        let bytes = PDFFixture.make((1...200).map { _ in ["Some text on each page of it."] })
        var readers = DocumentReaders()
        readers.pdf.limits.fileBytes = 100
        #expect(await failure(bytes, "a.pdf", readers)?.code == .limitExceeded)
        readers = DocumentReaders()
        readers.pdf.limits.textBytes = 100
        #expect(await failure(bytes, "a.pdf", readers)?.code == .limitExceeded)
        readers = DocumentReaders()
        readers.pdf.limits.time = .zero
        #expect(await failure(bytes, "a.pdf", readers)?.code == .limitExceeded)
    }

    @Test("Only this user may read the temporary file, and it is gone afterwards") func scratchFile() async throws {
        let path = try await ScratchFolder.with(Data("secret".utf8)) { path in
            let folder = URL(filePath: path).deletingLastPathComponent().path
            let attributes = try FileManager.default.attributesOfItem(atPath: folder)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("secret".utf8))
            return path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        await #expect(throws: CancellationError.self) {
            try await ScratchFolder.with(Data()) { _ in throw CancellationError() }
        }
    }
}
