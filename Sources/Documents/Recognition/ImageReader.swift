public import Foundation

/// Reads the text in images: PNG, JPEG, WebP, and TIFF with its pages.
public struct ImageReader: DocumentReader {
    /// The format it reads.
    public let type: DocumentType
    /// How text is recognised, and what that may cost.
    public var recognizer: TextRecognizer

    /// Creates a reader of one of the formats of images.
    public init(_ type: DocumentType, recognizer: TextRecognizer = TextRecognizer()) {
        (self.type, self.recognizer) = (type, recognizer)
    }

    /// Reads an image.
    ///
    /// - Throws: a ``DocumentError``: `noText` where there is none in it, `toolMissing` without tesseract, `damaged`,
    ///   `limitExceeded`; or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        let session = try await recognizer.session(file: name)
        let reading = try await ScratchFolder.with(bytes) { try await session.read($0, file: name) }
        let isPaged = reading.pages.count > 1
        let collector = try await Background.run {
            try PagedDocument(reading.pages.map(\.layout)).collect(cancellation: $0)
        }
        var report = RecognitionReport()
        for (index, page) in reading.pages.enumerated() {
            report.add(page, at: Location(page: isPaged ? index + 1 : nil), unreadScript: reading.unreadScript)
        }
        guard !collector.blocks.isEmpty else {
            let hint = report.missingLanguage.map { "; \($0)" } ?? ""
            throw DocumentError(
                .noText, "\(name) is an image in which no text was found\(hint); add a sharper one, or a text about it")
        }
        var blocks = collector.blocks
        if !isPaged { for index in blocks.indices { blocks[index].location.page = nil } }
        return Document(
            type: type, blocks: blocks, pageCount: isPaged ? reading.pages.count : nil,
            omissions: collector.omissions, diagnostics: report.diagnostics + collector.diagnostics)
    }
}
