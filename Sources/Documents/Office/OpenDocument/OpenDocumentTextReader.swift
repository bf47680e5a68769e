public import Foundation

/// Reads OpenDocument texts (ODT): headings, paragraphs, lists with their numbers, tables, notes, frames and formulas.
///
/// Deleted text of tracked changes is left out, and comments are hidden blocks. Headers and footers come once, at the end. Pages are known
/// where the document states its page breaks. Text that is not shown is in hidden blocks.
public struct OpenDocumentTextReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.odt

    /// Creates a reader.
    public init() {}

    /// Reads an OpenDocument text.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let package = try OfficePackage(bytes, name: name, cancellation: cancellation)
            let file = try OpenDocumentFile(package)
            let body = OpenDocumentBody(file, hasPages: true)
            var context = OpenDocumentBody.Context()
            try package.read(OpenDocumentFile.content, parts: Self.parts) { element in
                try cancellation.check()
                if element.name == "style" || element.name == "list-style" {
                    body.inline.styles.add(element)
                } else {
                    try body.readBlock(element, &context)
                }
            }
            try Self.readPageEdges(file, into: body)
            return try package.document(
                type, title: file.title ?? body.titleText, writer: body.writer, pageCount: body.inline.pages.count
            ).withPagesIfStated
        }
    }

    /// What is read as a whole; all else only holds such elements.
    private static let parts: Set = [
        "style", "list-style", "p", "h", "list", "table", "section", "frame", "tracked-changes", "soft-page-break",
        "forms", "g", "custom-shape", "annotation",
    ]

    /// Adds the texts of headers and footers, each once, without those that are only numbers.
    private static func readPageEdges(_ file: OpenDocumentFile, into body: OpenDocumentBody) throws {
        body.writer.closeSections()
        var known: Set<String> = []
        for page in file.masterStyles?.children("master-page") ?? [] {
            for edge in page.children where ["header", "footer"].contains(edge.name) {
                for paragraph in edge.children("p") {
                    let text = body.inline.text(of: paragraph).shown
                    let words = text.filter { !$0.isNumber && !$0.isWhitespace }
                    guard text.contains(where: \.isLetter), known.insert(words).inserted else { continue }
                    try body.writer.append(.paragraph, text)
                }
            }
        }
    }
}
