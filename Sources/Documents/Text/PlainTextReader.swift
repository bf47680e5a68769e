public import Foundation

/// Reads plain text: paragraphs divided by empty lines, and list items.
///
/// Line breaks of the source stay in the blocks, so that the nth line of a block's text is the nth line of its location.
/// A paragraph without end, such as a log, is divided after some thousand bytes, so that locations stay useful.
public struct PlainTextReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.plainText

    /// Creates a reader.
    public init() {}

    /// Reads a file of plain text.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    /// A part of a text that is too long to be read whole, without an error where it has no words.
    ///
    /// - Parameters:
    ///   - bytes: whole lines.
    ///   - firstLine: the number of the first of them in the document.
    package func part(_ bytes: Data, firstLine: Int) throws -> Document {
        let text = TextDecoder().decode(bytes)
        var parser = PlainTextParser(text: text, firstLine: firstLine)
        return Document(
            type: type, blocks: try parser.parse(cancellation: Cancellation()), diagnostics: text.diagnostics)
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        var parser = PlainTextParser(text: text)
        let blocks = try parser.parse(cancellation: cancellation)
        guard !blocks.isEmpty else { throw DocumentError.empty(name) }
        return Document(type: type, blocks: blocks, diagnostics: text.diagnostics)
    }
}
