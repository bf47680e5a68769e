public import Foundation
internal import Subprocess

/// Reads PDF files page by page: the text layer with poppler's `pdftotext` as a child process, and pages that have none, or one
/// that makes no sense, as images by OCR.
///
/// What a viewer would not show (white or tiny text) cannot be told from the rest and is read as text.
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
            let outcome = try await tool.run(.pdftotext, ["-enc", "UTF-8", path, "-"], file: name)
            try check(outcome, name: name, pathInMessages: path)
            var texts = PDFPageTexts(outcome.output)
            let recognition = PDFRecognition(recognizer: recognizer, tool: tool, path: path, name: name)
            let (recognized, obstacle) = try await recognize(texts.unreadable, recognition)
            for (number, page) in recognized.pages where page.confidence != nil {
                texts.replace(number, by: page.text)
            }
            let output = texts.joined
            let pages = try await Background.run { cancellation in
                try PagedText(output).parse(cancellation: cancellation)
            }
            guard !pages.blocks.isEmpty else { throw noText(name, outcome, pageCount: pages.count, obstacle: obstacle) }
            var document = Document(type: .pdf, blocks: pages.blocks, pageCount: pages.count)
            document.diagnostics =
                diagnostics(outcome, pages: pages, obstacle: obstacle) + recognized.report.diagnostics
                + recognized.failures + [pages.hidden].compactMap(\.self)
            document.title = try await title(tool, path: path, name: name)
            return document
        }
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

    /// Throws if the program could not open the file at all; text that it gave before it failed is kept.
    private func check(_ outcome: ExternalTool.Outcome, name: String, pathInMessages path: String) throws {
        let messages = outcome.messages
        if messages.contains("Incorrect password") {
            throw DocumentError(
                .passwordNeeded,
                "\(name) is protected by a password; save a copy without one, for instance with"
                    + " `qpdf --decrypt --password=… IN.pdf OUT.pdf`, and add that")
        }
        guard !outcome.status.isSuccess, outcome.output.allSatisfy(\.isSpace) else { return }
        switch outcome.status {
        case .exited(3):
            throw DocumentError(
                .permissionDenied, "\(name) does not allow its text to be copied; ask for a copy that does")
        case .signaled(_):
            throw DocumentError(
                .damaged,
                "\(name) cannot be read: pdftotext was stopped (\(outcome.status)), for too much memory or time or a fault"
            )
        default:
            throw damaged(name, messages, path: path)
        }
    }

    private func damaged(_ name: String, _ messages: String, path: String = "") -> DocumentError {
        let lines = messages.split(separator: "\n").map { $0.replacing(path, with: name) }
        let reason = (lines.first { $0.contains("Error") } ?? lines.first).map { " (\($0))" } ?? ""
        return DocumentError(
            .damaged,
            "\(name) is damaged or cut off and no text can be read from it\(reason); get the file again, or mend it with `qpdf`"
        )
    }

    private func noText(
        _ name: String, _ outcome: ExternalTool.Outcome, pageCount: Int, obstacle: String?
    ) -> DocumentError {
        guard pageCount > 0, !outcome.messages.contains("Syntax Error") else { return damaged(name, outcome.messages) }
        let pages = pageCount == 1 ? "its page has" : "its \(pageCount) pages have"
        let rest =
            obstacle.map { "and they were not read by OCR: \($0)" }
            ?? "and OCR found none in their images; add a sharper copy, or a text about it"
        return DocumentError(.noText, "\(name) has no text: \(pages) no text layer, \(rest)")
    }

    private func diagnostics(
        _ outcome: ExternalTool.Outcome, pages: PagedText.Pages, obstacle: String?
    ) -> [Diagnostic] {
        var result: [Diagnostic] = []
        let errors = outcome.messages.split(separator: "\n").filter { $0.contains("Error") }
        if let first = errors.first {
            let more = errors.count > 1 ? ", and \(errors.count - 1) more" : ""
            result.append(
                Diagnostic(
                    severity: .warning, code: "damaged",
                    message: "the file is damaged and some of its text may be missing (\(first)\(more))"))
        }
        if !pages.blocks.isEmpty {
            let withText = Set(pages.blocks.compactMap(\.location.page))
            let empty = (1...max(1, pages.count)).filter { !withText.contains($0) }
            if let first = empty.first {
                let what =
                    empty.count == 1
                    ? "page \(first) has no text" : "\(empty.count) of \(pages.count) pages have no text"
                let message = obstacle.map { "\(what), and was not read by OCR: \($0)" } ?? what
                result.append(
                    Diagnostic(severity: .note, code: "noText", message: message, location: Location(page: first)))
            }
        }
        return result
    }

    /// The title that the file states, unless it is the name that a program gave it.
    private func title(_ tool: ExternalTool, path: String, name: String) async throws -> String? {
        let outcome: ExternalTool.Outcome
        do {
            outcome = try await tool.run(.pdfinfo, ["-enc", "UTF-8", path], file: name)
        } catch is DocumentError {
            // The text is there; a file that is too much for the smaller program just has no title.
            return nil
        }
        let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("Title:") }) else { return nil }
        let title = line.dropFirst(6).trimmingCharacters(in: .whitespaces)
        let isFromProgram = title.isEmpty || title.lowercased() == "untitled" || title.hasPrefix("Microsoft ")
        let isFileName = title.contains(".") && !title.contains(" ")
        return isFromProgram || isFileName ? nil : title.asTitle
    }
}
