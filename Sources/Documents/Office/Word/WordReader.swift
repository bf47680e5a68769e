public import Foundation

/// Reads Word documents (DOCX): headings, paragraphs, lists with their numbers, tables, notes, text boxes and equations.
///
/// Deleted text of tracked changes is left out, and comments are hidden blocks. Headers and footers come once, at the end. Pages are known
/// where the document states its page breaks. Text that Word does not show is in hidden blocks.
public struct WordReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.docx

    /// Creates a reader.
    public init() {}

    /// Reads a Word document.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let package = try OfficePackage(bytes, name: name, cancellation: cancellation)
            let part = try package.mainPart(usually: "word/document.xml")
            let body = try WordBody(package: package, part: part)
            try package.partly { try body.read() }
            let title = try package.coreTitle() ?? body.titleText
            return try package.document(
                type, title: title, writer: body.writer, pageCount: body.pages.count
            ).withPagesIfStated
        }
    }
}
