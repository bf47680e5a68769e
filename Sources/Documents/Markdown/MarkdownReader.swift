public import Foundation

/// Reads Markdown as CommonMark divides it into blocks, with GitHub's tables and with front matter.
///
/// Blocks hold the text that a reader of the rendered page sees: emphasis, link targets and escapes are gone, the texts of
/// links and the alternative texts of images stay. HTML comments become hidden blocks.
public struct MarkdownReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.markdown

    /// Creates a reader.
    public init() {}

    /// Reads a file of Markdown.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        var parser = MarkdownParser(text: text, cancellation: cancellation)
        try parser.parse()
        var collector = parser.collector
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        collector.diagnostics = text.diagnostics
        collector.noteHiddenText()
        let first = collector.blocks.first { $0.kind == .heading }
        let title = parser.title ?? (first?.level == 1 ? first?.text : nil)
        return Document(type: type, title: title, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }
}
