public import Foundation

/// Reads books (EPUB 2 and 3): chapters in reading order, each block with the title of its chapter.
///
/// Chapters go through the parser of HTML pages. A chapter's title comes from the book's table of contents. What stands
/// beside the reading order, such as answers to exercises, comes last.
public struct EPUBReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.epub

    /// Creates a reader.
    public init() {}

    /// Reads a book.
    ///
    /// - Throws: a ``DocumentError``, with the code `unsupportedFormat` for books that are encrypted; or
    ///   `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let package = try OfficePackage(bytes, name: name, cancellation: cancellation)
            try package.keep { part in
                [".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx"].contains { part.lowercased().hasSuffix($0) }
            }
            let book = try EPUBBook(package)
            try EPUBProtection(package).check(book.chapters, of: name)
            var writer = EPUBChapterWriter(package: package, contents: try EPUBContents(book, package))
            try package.partly {
                for chapter in book.chapters { try writer.write(chapter) }
            }
            return try package.document(type, title: book.title, writer: writer.blocks)
        }
    }
}
