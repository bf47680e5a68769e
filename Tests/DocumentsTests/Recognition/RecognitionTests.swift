import Documents
import Foundation
import Testing

@Suite("OCR") struct RecognitionTests {
    private let lines = ["The lighthouse of Harbour Point", "was lit for the first time in 1847."]
    private let text = "The lighthouse of Harbour Point was lit for the first time in 1847."

    @Test("The text of an image is read, and how sure that is", arguments: ["png", "jpeg", "tiff"])
    func images(format: String) async throws {
        let document = try await DocumentReaders.standard.read(
            try ScanFixture.image(lines, format: format), name: "scan.\(format)")
        #expect(document.type.rawValue == format)
        #expect(document.blocks.map(\.text) == [text])
        #expect(document.blocks[0].location == Location() && document.pageCount == nil)
        let note = document.diagnostics.first { $0.code == "recognizedText" }
        #expect(note?.severity == .note)
        #expect(note?.message.contains("1 page was read by OCR with a confidence of 9") == true)
    }

    @Test("The text of a WebP image is read")
    func webP() async throws {
        let document = try await DocumentReaders.standard.read(try Fixtures.data("harbour.webp"), name: "a.webp")
        #expect(document.type == .webp)
        #expect(document.blocks.map(\.text) == ["Harbour Point 1847"])
    }

    @Test("Pages of a PDF that are images are read where they stand, among those with text")
    func scannedPages() async throws {
        let bytes = try ScanFixture.document([(["First, as text."], false), (lines, true), (["Last, as text."], false)])
        let document = try await DocumentReaders.standard.read(bytes, name: "a.pdf")
        #expect(document.blocks.map(\.text) == ["First, as text.", text, "Last, as text."])
        #expect(document.blocks.map(\.location.page) == [1, 2, 3])
        #expect(document.diagnostics.map(\.code) == ["recognizedText"])
        #expect(document.diagnostics[0].location == Location(page: 2))
    }

    @Test("A scanned document is read whole, without its running heads")
    func scannedDocument() async throws {
        let words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]
        let pages = words.enumerated().map { index, word in
            (
                [
                    "Annual Report of the Harbour", "", "", "", "Chapter of the word \(word).", "", "", "",
                    "\(index + 7)",
                ], true
            )
        }
        let document = try await DocumentReaders.standard.read(try ScanFixture.document(pages), name: "a.pdf")
        #expect(
            document.blocks.map(\.text)
                == ["Annual Report of the Harbour"] + words.map { "Chapter of the word \($0)." })
        #expect(document.pageCount == 6)
    }

    @Test("Without tesseract, images are refused with what to install, and a PDF gives the pages that have text")
    func missing() async throws {
        var readers = DocumentReaders()
        readers.recognizer.searchPath = "/nonexistent"
        let image = await failure(try ScanFixture.image(lines), "scan.png", readers)
        #expect(image?.code == .toolMissing && image?.message.contains("apt-get install tesseract-ocr") == true)
        let scan = await failure(try ScanFixture.document([(lines, true)]), "scan.pdf", readers)
        #expect(scan?.code == .noText && scan?.message.contains("apt-get install tesseract-ocr") == true)
        let document = try await readers.read(
            try ScanFixture.document([(["Text."], false), (lines, true)]), name: "a.pdf")
        #expect(document.blocks.map(\.text) == ["Text."])
        #expect(document.diagnostics.map(\.code) == ["noText"])
        #expect(document.diagnostics[0].message.contains("apt-get install tesseract-ocr"))
    }

    @Test("OCR of pages can be switched off and is bounded")
    func settings() async throws {
        let bytes = try ScanFixture.document([(["Text."], false), (lines, true), (lines, true)])
        var readers = DocumentReaders()
        readers.recognizer.readsPages = false
        #expect(try await readers.read(bytes, name: "a.pdf").blocks.map(\.text) == ["Text."])
        readers = DocumentReaders()
        readers.recognizer.limits.pages = 1
        let bounded = try await readers.read(bytes, name: "a.pdf")
        #expect(bounded.blocks.map(\.location.page) == [1, 2])
        let limit = bounded.diagnostics.first { $0.code == "limitExceeded" }
        #expect(limit?.location == Location(page: 3))
    }

    @Test("A language that is not installed is named with its package")
    func languages() async throws {
        var readers = DocumentReaders()
        readers.recognizer.languages = ["eng", "xyz_old"]
        let error = await failure(try ScanFixture.image(lines), "scan.png", readers)
        #expect(error?.code == .toolMissing && error?.message.contains("tesseract-ocr-xyz-old") == true)
        readers.recognizer.languages = ["eng"]
        let document = try await readers.read(try ScanFixture.image(lines), name: "scan.png")
        #expect(document.blocks.map(\.text) == [text])
    }

    @Test("An image without text says so; one that is damaged or cut off is an error, or its text")
    func badImages() async throws {
        #expect(await failure(try ScanFixture.image([""]), "blank.png")?.code == .noText)
        let whole = try ScanFixture.image(lines)
        for count in [8, 64, whole.count / 2] {
            do {
                let document = try await DocumentReaders.standard.read(whole.prefix(count), name: "cut.png")
                #expect(!document.blocks.isEmpty)
            } catch let error as DocumentError {
                #expect([.damaged, .noText, .limitExceeded].contains(error.code), "\(count): \(error)")
                #expect(!error.message.contains("bespoke-"))
            }
        }
        // Says that it has 60,000 × 60,000 pixels.
        var huge = whole
        huge.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
        let error = await failure(huge, "huge.png")
        #expect(error.map { [.damaged, .limitExceeded, .noText].contains($0.code) } == true)
    }

    @Test("Cancelling stops the recognition")
    func cancels() async throws {
        let bytes = try ScanFixture.document(Array(repeating: (lines, true), count: 30))
        let task = Task { try await DocumentReaders.standard.read(bytes, name: "a.pdf") }
        try await Task.sleep(for: .milliseconds(700))
        let clock = ContinuousClock()
        let start = clock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.now - start < .seconds(10))
    }
}

/// The table that tesseract prints, and its names of languages.
@Suite("OCR tables") struct RecognizedPageTests {
    private func row(_ place: [Int], _ confidence: Double, _ word: String) -> String {
        "5\t" + place.map(String.init).joined(separator: "\t") + "\t0\t0\t10\t10\t\(confidence)\t\(word)"
    }

    private func pages(_ rows: [String]) -> [RecognizedPage] {
        RecognizedPage.pages(Array((["level\tpage_num"] + rows).joined(separator: "\n").utf8))
    }

    @Test("Words become lines, and lines paragraphs, without what is surely no text")
    func paragraphs() throws {
        let read = pages([
            "1\t1\t0\t0\t0\t0\t0\t0\t10\t10\t-1\t", row([1, 1, 1, 1, 1], 90, "Two"), row([1, 1, 1, 1, 2], 80, "words"),
            row([1, 1, 1, 2, 1], 70, "below"), row([1, 2, 1, 1, 1], 10, "|~x"), row([1, 3, 1, 1, 1], 95, "—"),
            row([1, 4, 1, 1, 1], 60, "中"), row([1, 4, 1, 1, 2], 60, "文"), "not a row",
            row([2, 1, 1, 1, 1], 50, "Next"),
        ])
        let blocks = try PagedDocument(read.map(\.layout)).collect(cancellation: Cancellation()).blocks
        #expect(blocks.map(\.text) == ["Two words below", "中文", "Next"])
        #expect(blocks.map(\.location.page) == [1, 1, 2])
        #expect(read[0].confidence == 72)
    }

    @Test("A page without words has no confidence") func empty() throws {
        let read = pages(["1\t1\t0\t0\t0\t0\t0\t0\t10\t10\t-1\t"])
        #expect(read.count == 1 && read[0].confidence == nil)
        #expect(try PagedDocument(read.map(\.layout)).collect(cancellation: Cancellation()).blocks.isEmpty)
    }

    @Test("Languages are those of the script that are installed, the usual first")
    func languages() {
        let installed = RecognitionLanguages.installed(
            "List of available languages (5):\neng\nosd\nrus\ndeu\nscript/Latin\n")
        #expect(installed == ["eng", "rus", "deu"])
        #expect(RecognitionLanguages.reading("Latin", of: installed) == ["eng", "deu"])
        #expect(RecognitionLanguages.reading("Cyrillic", of: installed) == ["rus"])
        #expect(RecognitionLanguages.reading("Thai", of: installed).isEmpty)
        #expect(RecognitionLanguages.package(for: "Han") == "tesseract-ocr-chi-sim")
    }
}
