public import Foundation

/// Reads XML: documents such as DocBook as headings, paragraphs and tables; data as fields, tables and headings by the
/// names of elements.
public struct XMLReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.xml
    /// The most bytes of a file: 128 MiB, which take some ten times as much memory.
    public let maximumFileBytes: Int? = 134_217_728

    /// Creates a reader.
    public init() {}

    /// Reads a file of XML.
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
        guard text.bytes.contains(where: { !$0.isSpace }) else { throw DocumentError.empty(name) }
        let source = XMLEntities.spelledOut(text.bytes)
        let outcome: XMLTreeReader.Outcome
        do {
            outcome = try XMLTreeReader(cancellation: cancellation).read(Self.withoutDeclaration(source))
        } catch let error as DocumentError {
            throw DocumentError(error.code, "\(name) cannot be read: \(error.message)")
        }
        var collector = BlockCollector()
        collector.diagnostics = text.diagnostics
        var title: String?
        if let root = outcome.root {
            if XMLShape.isDocument(root) {
                var writer = XMLTextWriter(collector: collector, cancellation: cancellation)
                try writer.write(root)
                collector = writer.collector
            } else {
                var writer = DataWriter(collector: collector, cancellation: cancellation)
                try writer.write(XMLShape.data(root))
                collector = writer.collector
            }
            title = (XMLShape.title(of: root) ?? root.children.lazy.compactMap(XMLShape.title).first).map(\.asTitle)
        }
        if let fault = outcome.fault {
            try appendRest(
                of: source, after: fault, read: outcome.root?.text ?? "", to: &collector, cancellation: cancellation)
        }
        guard !collector.blocks.isEmpty else {
            throw DocumentError(.noText, "\(name) has no text: its elements and attributes are empty")
        }
        return Document(type: type, title: title, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }

    /// The text with spaces for its declaration, which may name an encoding that it no longer has.
    private static func withoutDeclaration(_ bytes: [UInt8]) -> Data {
        var data = Data(bytes)
        guard bytes.starts(with: "<?xml".utf8), let end = bytes.prefix(4_096).firstIndex(of: UInt8(ascii: ">")) else {
            return data
        }
        for index in 0...end where bytes[index] != 0x0A { data[index] = 0x20 }
        return data
    }

    /// Adds what follows a fault as the lenient HTML parser reads it, if the XML parser did not come to the end of the text.
    private func appendRest(
        of bytes: [UInt8], after fault: String, read: String, to collector: inout BlockCollector,
        cancellation: Cancellation
    ) throws {
        let line = fault.split(separator: " ").dropFirst().first.flatMap { Int($0.dropLast()) } ?? 1
        var cursor = LineCursor()
        var start = 0
        while cursor.number < line, let range = cursor.next(in: bytes) { start = range.lowerBound }
        let page = try HTMLParser(cancellation: cancellation).parse(bytes[start...])
        let end = page.pieces.last?.text.utf8.filter { !$0.isSpace }.suffix(8) ?? []
        let isComplete = read.utf8.reversed().lazy.filter { !$0.isSpace }.starts(with: end.reversed())
        collector.diagnostics.append(
            Diagnostic(
                severity: .warning, code: "damaged",
                message: "it is not well formed\(isComplete ? "" : "; the rest is read leniently"): \(fault)",
                location: Location(lines: line...line)))
        guard !isComplete else { return }
        collector.closeSections(from: 1)
        for piece in page.pieces { try piece.append(to: &collector, movedBy: line - 1) }
    }
}
