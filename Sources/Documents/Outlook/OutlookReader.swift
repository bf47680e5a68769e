public import Foundation

/// Reads messages of Outlook (MSG): sender, recipients, date, and the body as plain text, HTML or RTF, whichever there is.
///
/// Each attachment is a file inside the document, named by an `attachment` diagnostic.
public struct OutlookReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.msg

    /// Creates a reader.
    public init() {}

    /// Reads a message.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            guard let file = CompoundFile(bytes) else {
                throw DocumentError(.damaged, "\(name) is damaged: it has no directory; save it from Outlook once more")
            }
            return try parse(file, name: name, cancellation: cancellation)
        }
    }

    private func parse(_ file: CompoundFile, name: String, cancellation: Cancellation) throws -> Document {
        let properties = OutlookProperties(file, folder: 0, headerBytes: 32)
        var collector = BlockCollector()
        var children = ChildFiles()
        let subject = properties.text(0x0037)
        let date = properties.time(0x0039) ?? properties.time(0x0E06)
        let fields = [
            ("From", sender(properties)), ("To", properties.text(0x0E04) ?? recipients(file)),
            ("Cc", properties.text(0x0E03)),
            ("Date", date), ("Subject", subject),
        ]
        let lines = fields.compactMap { name, value in value.map { "\(name): \($0.onOneLine)" } }
        try collector.append(.paragraph, lines.joined(separator: "\n"), at: Location())
        try writeBody(properties, to: &collector, cancellation: cancellation)
        for index in file.entries[0].children
        where file.entries[index].name.lowercased().hasPrefix("__attach_version1.0_") {
            let attachment = OutlookProperties(file, folder: index, headerBytes: 8)
            let name = attachment.text(0x3707) ?? attachment.text(0x3704) ?? attachment.text(0x3001)
            guard let name, let content = attachment.bytes(0x3701), !content.isEmpty else {
                collector.diagnostics.append(
                    Diagnostic(
                        severity: .warning, code: "attachmentNotRead",
                        message: "the attachment \(name?.onOneLine ?? "without a name") is no file and is not read"))
                continue
            }
            children.add(name, content)
            collector.diagnostics.append(
                Diagnostic(severity: .note, code: "attachment", message: "\(name.onOneLine) is attached"))
        }
        collector.noteHiddenText()
        guard !collector.blocks.isEmpty else {
            throw DocumentError(.noText, "\(name) has no text: no sender, subject or body")
        }
        return Document(
            type: type, title: subject?.asTitle, blocks: collector.blocks, diagnostics: collector.diagnostics,
            children: children.files)
    }

    private func sender(_ properties: OutlookProperties) -> String? {
        let address = properties.text(0x5D01) ?? properties.text(0x0C1F)
        guard let name = properties.text(0x0C1A) else { return address }
        guard let address, address != name, address.contains("@") else { return name }
        return "\(name) <\(address)>"
    }

    private func recipients(_ file: CompoundFile) -> String? {
        let names = file.entries[0].children.filter {
            file.entries[$0].name.lowercased().hasPrefix("__recip_version1.0_")
        }
        .compactMap { index in
            let recipient = OutlookProperties(file, folder: index, headerBytes: 8)
            return recipient.text(0x3001) ?? recipient.text(0x39FE) ?? recipient.text(0x3003)
        }
        return names.isEmpty ? nil : names.joined(separator: "; ")
    }

    private func writeBody(
        _ properties: OutlookProperties, to collector: inout BlockCollector, cancellation: Cancellation
    ) throws {
        if let text = properties.text(0x1000) {
            var parser = PlainTextParser(text: SourceText(bytes: Array(text.utf8)))
            for block in try parser.parse(cancellation: cancellation) {
                try collector.append(block.kind, block.text, at: Location())
            }
        } else if let html = properties.bytes(0x1013) ?? properties.text(0x1013).map({ Data($0.utf8) }) {
            let stated =
                HTMLCharset.stated(in: html) ?? properties.number(0x3FDE).flatMap { RTFCharset.encoding(codePage: $0) }
            let page = try HTMLParser(cancellation: cancellation).parse(
                TextDecoder().decode(html, stated: stated).bytes[...])
            for var piece in page.pieces {
                piece.location = Location()
                if case .heading = piece.kind { piece.kind = .block(.paragraph) }
                try piece.append(to: &collector)
            }
        } else if let packed = properties.bytes(0x1009) {
            var parser = RTFParser(CompressedRTF.unpacked(packed), cancellation: cancellation)
            try parser.parse()
            for block in parser.collector.blocks {
                let kind = block.kind == .heading ? .paragraph : block.kind
                try collector.append(kind, block.text, at: Location(), isHidden: block.isHidden)
            }
        }
    }
}
