public import Foundation

/// Reads PDF files page by page: the text layer with poppler's programs as child processes, and pages that have none, or one
/// that makes no sense, as images by OCR.
///
/// Pages have the numbers that are printed on them too, where those are others and qpdf is there to tell them.
/// Headings come from the outline and from the sizes of fonts, tables from words that stand in columns. What a viewer does not
/// show (white, tiny or invisible text, and what is outside of the page) is marked as hidden.
public struct PDFReader: DocumentReader {
    /// How much one file may cost.
    public struct Limits: Sendable {
        /// The size of a file. The default is 1 GiB.
        public var fileBytes = 1_073_741_824
        /// The size of its text. The default is 256 MiB.
        public var textBytes = 268_435_456
        /// The memory of the child process. The default is 4 GiB.
        public var memoryBytes = 4_294_967_296
        /// The time the child process may take. The default is two minutes.
        public var time = Duration.seconds(120)

        /// The default limits.
        public init() {}
    }

    /// The format it reads.
    public let type = DocumentType.pdf
    /// How much one file may cost.
    public var limits = Limits()
    /// How pages without text are read.
    var recognizer = TextRecognizer()
    /// The password of a protected file, of a reader or of the owner. The default is none.
    ///
    /// poppler takes it from its arguments only, where other users of the machine may see it while a program runs.
    public var password: String?
    /// The folders where poppler's programs are looked for, divided by colons. The default is `$PATH`.
    public var searchPath = ExternalTool.defaultSearchPath

    /// The limit of a file's size.
    public var maximumFileBytes: Int? { limits.fileBytes }

    /// Creates a reader with the default limits.
    public init() {}

    /// Reads a file of PDF.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await ScratchFolder.with(bytes) { path in
            let tool = ExternalTool(
                searchPath: searchPath,
                limits: ExternalTool.Limits(
                    outputBytes: limits.textBytes, memoryBytes: limits.memoryBytes, time: limits.time))
            let file = PopplerFile(tool: tool, path: path, name: name, password: password)
            let opened = try await file.information()
            let information = PDFInformation(opened.output)
            let failures = PDFFailures(file: file)
            guard let pageCount = information.pageCount, pageCount > 0 else { throw failures.error(opened) }
            let isDamaged = opened.messages.contains("Error")
            let reader = PDFPages(
                file: file, information: information, isDamaged: isDamaged, textBytes: limits.textBytes)
            async let labels = labels(of: path, name: name)
            let parts = try await reader.read(pageCount: pageCount)
            if let failed = parts.first?.outcome, parts.allSatisfy(\.isLost) { throw failures.error(failed) }
            let (recognized, obstacle) = try await recognize(
                parts.flatMap(\.unreadable), PDFRecognition(recognizer: recognizer, file: file))
            let collector = try await Background.run {
                try pagedDocument(of: parts, recognized).collect(cancellation: $0)
            }
            guard collector.blocks.contains(where: { !$0.isHidden }) else {
                throw failures.noText(parts, pageCount: pageCount, obstacle: obstacle)
            }
            var document = Document(
                type: .pdf, title: information.title, blocks: try await labels.labelled(collector.blocks),
                pageCount: pageCount,
                omissions: collector.omissions)
            document.diagnostics =
                failures.diagnostics(parts) + failures.emptyPages(document, obstacle: obstacle)
                + recognized.report.diagnostics + recognized.failures + collector.diagnostics
            return document
        }
    }

    /// The labels of the pages; none where they cannot be had.
    private func labels(of path: String, name: String) async throws -> PageLabels {
        let limits = ExternalTool.Limits(outputBytes: 4_194_304, memoryBytes: limits.memoryBytes, time: .seconds(10))
        let secret = password.map { ["--password=\($0)"] } ?? []
        do {
            let outcome = try await ExternalTool(searchPath: searchPath, limits: limits).run(
                .qpdf, ["--json", "--json-key=pagelabels"] + secret + [path], file: name)
            return PageLabels(outcome.output)
        } catch is DocumentError {
            return PageLabels([])
        }
    }

    /// The pages with those that OCR read in the place of their text layers.
    private func pagedDocument(of parts: [PDFPages.Part], _ recognized: PDFRecognition.Result) -> PagedDocument {
        var pages = parts.flatMap(\.pages)
        for (number, page) in recognized.pages where page.confidence != nil {
            pages[number - 1] = page.layout.elements + pages[number - 1].filter(\.isHidden)
        }
        return PagedDocument(pages: pages, outline: parts.first?.outline ?? [])
    }

    /// Reads pages by OCR, where that is wanted and can be done; the obstacle says what is missing for it.
    private func recognize(
        _ numbers: [Int], _ recognition: PDFRecognition
    ) async throws -> (result: PDFRecognition.Result, obstacle: String?) {
        guard recognizer.readsPages else { return (PDFRecognition.Result(), "OCR is switched off") }
        do {
            return (try await recognition.read(numbers), nil)
        } catch let error as DocumentError where error.code == .toolMissing {
            return (PDFRecognition.Result(), error.message)
        }
    }
}
