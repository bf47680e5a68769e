public import Foundation

/// Reads HTML pages with libxml2's lenient parser: title, headings, paragraphs, lists, tables and preformatted text.
///
/// Text that a browser would not show is in the document as hidden blocks, with one `hiddenText` diagnostic. Scripts,
/// styles and comments are left out, and so are navigation, footers and banners for cookies, which the document's ``omissions`` count.
public struct HTMLReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.html
    /// How deeply elements may be nested; what follows deeper ones is not read. The default is 4,096.
    public var maximumDepth = 4_096
    /// The time that parsing may take. The default is one minute.
    public var maximumTime = Duration.seconds(60)

    /// Creates a reader with the default limits.
    public init() {}

    /// Reads a file of HTML.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let text = TextDecoder().decode(bytes, stated: HTMLCharset.stated(in: bytes))
            return try parse(text, name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        var limits = HTMLParser.Limits()
        limits.depth = maximumDepth
        limits.time = maximumTime
        let page = try HTMLParser(limits: limits, cancellation: cancellation).parse(text.bytes[...])
        var collector = BlockCollector()
        let content = page.content
        for piece in content.pieces { try piece.append(to: &collector) }
        collector.diagnostics = text.diagnostics
        if let problem = page.problem {
            guard !page.pieces.isEmpty else {
                throw DocumentError(.limitExceeded, "\(name) cannot be read: \(problem)")
            }
            collector.diagnostics.append(
                Diagnostic(
                    severity: .error, code: "limitExceeded", message: "the page is read in part: \(problem)",
                    location: page.pieces.last?.location))
        }
        collector.noteHiddenText()
        guard !collector.blocks.isEmpty else {
            throw DocumentError(
                .noText,
                "\(name) has no text; if it shows any in a browser, a script makes it: save the page from there")
        }
        return Document(
            type: type, title: page.title, canonicalAddress: page.canonicalAddress, blocks: collector.blocks,
            omissions: [.init(.pictures, count: page.pictureCount), .init(.navigation, count: content.leftOut)],
            diagnostics: collector.diagnostics)
    }
}
