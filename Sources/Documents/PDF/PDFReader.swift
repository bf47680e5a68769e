public import Foundation
internal import Subprocess

/// Reads the text layer of PDF files page by page, with poppler's `pdftotext` as a child process.
///
/// Text in images needs OCR and is reported as `noText`. What a viewer would not show (white or tiny text) cannot be
/// told from the rest and is read as text.
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
    /// The folders where `pdftotext` is looked for, divided by colons. The default is `$PATH`.
    public var searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"

    /// The limit of a file's size.
    public var maximumFileBytes: Int? { limits.fileBytes }

    /// Creates a reader with the default limits.
    public init() {}

    /// Reads a file of PDF.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await ScratchFile.with(bytes) { path in
            let tool = PDFTool(searchPath: searchPath, limits: limits)
            let outcome = try await tool.run("pdftotext", ["-enc", "UTF-8", path, "-"], file: name)
            try check(outcome, name: name, pathInMessages: path)
            let pages = try await Background.run { cancellation in
                try PDFText(outcome.output).parse(cancellation: cancellation)
            }
            var document = Document(type: .pdf, blocks: pages.blocks, pageCount: pages.count)
            document.diagnostics = diagnostics(outcome, pages: pages) + [pages.hidden].compactMap(\.self)
            guard !pages.blocks.isEmpty else { throw noText(name, outcome, pageCount: pages.count) }
            document.title = try await title(tool, path: path, name: name)
            return document
        }
    }

    /// Throws if the program could not open the file at all; text that it gave before it failed is kept.
    private func check(_ outcome: PDFTool.Outcome, name: String, pathInMessages path: String) throws {
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

    private func noText(_ name: String, _ outcome: PDFTool.Outcome, pageCount: Int) -> DocumentError {
        guard pageCount > 0, !outcome.messages.contains("Syntax Error") else { return damaged(name, outcome.messages) }
        let pages = pageCount == 1 ? "its page holds" : "its \(pageCount) pages hold"
        return DocumentError(
            .noText,
            "\(name) has no text layer: \(pages) images only. Make a searchable copy by OCR, for instance with"
                + " `ocrmypdf IN.pdf OUT.pdf`, and add that")
    }

    private func diagnostics(_ outcome: PDFTool.Outcome, pages: PDFText.Pages) -> [Diagnostic] {
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
                let message =
                    empty.count == 1
                    ? "page \(first) has no text; if it is an image, OCR would read it"
                    : "\(empty.count) of \(pages.count) pages have no text; if they are images, OCR would read them"
                result.append(
                    Diagnostic(severity: .note, code: "noText", message: message, location: Location(page: first)))
            }
        }
        return result
    }

    /// The title that the file states, unless it is the name that a program gave it.
    private func title(_ tool: PDFTool, path: String, name: String) async throws -> String? {
        let outcome: PDFTool.Outcome
        do {
            outcome = try await tool.run("pdfinfo", ["-enc", "UTF-8", path], file: name)
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
