public import Foundation

/// Reads e-mail: single messages (EML), mailboxes (MBOX) and pages that browsers save (MHTML).
///
/// Of each message there are the fields that people read and its text; attachments that are text are read with it, and
/// each other one is a file inside the document, named by an `attachment` diagnostic.
public struct MailReader: DocumentReader {
    /// The format it reads.
    public let type: DocumentType

    /// Creates a reader of EML, MBOX or MHTML.
    public init(type: DocumentType = .eml) { self.type = type }

    /// Reads messages.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in try parse([UInt8](bytes), name: name, cancellation: cancellation) }
    }

    package func parse(_ bytes: [UInt8], name: String, cancellation: Cancellation = Cancellation()) throws -> Document {
        switch type {
        case .mhtml: return try parsePage(bytes, name: name, cancellation: cancellation)
        case .mbox:
            var writer = MailWriter(bytes, isMailbox: true, cancellation: cancellation)
            for (index, range) in Mailbox.messages(bytes).enumerated() {
                try writer.writeMessage(range, headingLevel: 1, number: index + 1)
            }
            return try document(&writer, title: nil, name: name)
        default:
            var writer = MailWriter(bytes, cancellation: cancellation)
            let subject = try writer.writeMessage(0..<bytes.count, headingLevel: nil)
            return try document(&writer, title: subject, name: name)
        }
    }

    private func document(_ writer: inout MailWriter, title: String?, name: String) throws -> Document {
        writer.finish()
        var collector = writer.collector
        collector.noteHiddenText()
        guard !collector.blocks.isEmpty else { throw DocumentError(.noText, "\(name) has no text in any of its parts") }
        return Document(
            type: type, title: title?.asTitle, blocks: collector.blocks, diagnostics: collector.diagnostics,
            children: writer.children.files)
    }

    /// Reads the page of a saved web page; its pictures and styles are other parts.
    private func parsePage(_ bytes: [UInt8], name: String, cancellation: Cancellation) throws -> Document {
        let message = MailPart(bytes, 0..<bytes.count)
        let parts = [message] + message.parts(bytes, limit: 2_000).map { MailPart(bytes, $0) }
        let start = message.parameters["start"]
        let pages = parts.filter { $0.type == "text/html" || $0.type == "application/xhtml+xml" }
        guard let page = pages.first(where: { start != nil && $0.headers["content-id"] == start }) ?? pages.first else {
            throw DocumentError(.noText, "\(name) holds no page; save it from the browser once more")
        }
        var document = try HTMLReader().parse(page.text(bytes), name: name, cancellation: cancellation)
        document.type = type
        document.title = document.title ?? message.headers["subject"]?.asTitle
        return document
    }
}
