import Documents
import Foundation
import Testing

@Suite("PDF page labels") struct PDFPageLabelTests {
    /// A text for each page; texts that differ in a number only would count as running heads.
    private static let words = [
        "Anchors", "Beacons", "Cables", "Docks", "Engines", "Ferries", "Gangways", "Harbours", "Islands", "Jetties",
    ]

    private func file(_ labels: String, pages: Int) -> Data {
        PDFFixture.draw(
            Self.words.prefix(pages).map { PDFFixture.text($0, 72, 700) },
            catalog: "/PageLabels << /Nums [\(labels)] >>")
    }

    private func labels(of bytes: Data, pages: Int) async throws -> [String?] {
        let document = try await DocumentReaders.standard.read(bytes, name: "a.pdf")
        #expect(document.blocks.map(\.location.page) == Array(1...pages))
        return document.blocks.map(\.location.pageLabel)
    }

    @Test("Pages have the numbers that are printed on them, where those are others") func styles() async throws {
        let numbers =
            "0 << /S /r >> 4 << /S /D >> 6 << /S /A /P (Annex ) /St 26 >> 8 << /P (Cover) >> 9 << /S /D /St 10 >>"
        #expect(
            try await labels(of: file(numbers, pages: 10), pages: 10)
                == ["i", "ii", "iii", "iv", "1", "2", "Annex Z", "Annex AA", "Cover", nil])
    }

    @Test("Labels that say nothing new are left out") func plain() async throws {
        #expect(try await labels(of: file("0 << /S /D >>", pages: 3), pages: 3) == [nil, nil, nil])
        #expect(try await labels(of: PDFFixture.make([["One."], ["Two."]]), pages: 2) == [nil, nil])
    }

    @Test(
        "Nonsense gives no labels and no failure",
        arguments: [
            "0 << /S /r /St 4000000000 >>", "0 << /S /A /St 100000 >>", "-3 << /S /x >>", "0 7",
            "9223372036854775807 << /S /D >>",
        ])
    func nonsense(numbers: String) async throws {
        let labels = try await labels(of: file(numbers, pages: 2), pages: 2)
        #expect(labels.allSatisfy { ($0 ?? "").count <= 32 })
    }

    @Test("Without the program that tells them pages have their own numbers") func toolMissing() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tools-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for program in ["pdftotext", "pdftohtml", "pdfinfo", "pdftoppm", "sh"] {
            let path = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(program)" }
                .first(where: FileManager.default.isExecutableFile)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: program).path, withDestinationPath: try #require(path))
        }
        var readers = DocumentReaders()
        readers.pdf.searchPath = folder.path
        let document = try await readers.read(file("0 << /S /r >>", pages: 1), name: "a.pdf")
        #expect(document.blocks.map(\.location.pageLabel) == [nil])
        #expect(document.blocks.map(\.text) == ["Anchors"])
    }
}
