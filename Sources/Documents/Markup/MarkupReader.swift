public import Foundation

/// Reads reStructuredText, AsciiDoc, Org and LaTeX: headings, paragraphs, lists, code and tables with their lines.
///
/// Blocks hold readable text; comments become hidden blocks, and mathematics is kept as it is written.
public struct MarkupReader: DocumentReader {
    /// The format it reads.
    public let type: DocumentType

    /// Creates a reader of one of the formats.
    public init(type: DocumentType) { self.type = type }

    /// Reads a text.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        let blocks: MarkupBlocks
        switch type {
        case .asciiDoc:
            blocks = try AsciiDocParser.blocks(of: MarkupLine.lines(of: text), cancellation: cancellation)
        case .org:
            blocks = try OrgParser.blocks(of: MarkupLine.lines(of: text), cancellation: cancellation)
        case .latex:
            var parser = LaTeXParser(text.bytes, cancellation: cancellation)
            try parser.parse()
            blocks = parser.blocks
        default:
            var parser = RestructuredTextParser(cancellation: cancellation)
            try parser.parse(MarkupLine.lines(of: text))
            blocks = parser.blocks
        }
        var collector = blocks.collector
        collector.diagnostics = text.diagnostics + collector.diagnostics
        collector.noteHiddenText()
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        let first = collector.blocks.first { $0.kind == .heading }
        let title = blocks.title ?? (first?.level == 1 ? first?.text : nil)
        return Document(
            type: type, title: title?.asTitle, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }
}
