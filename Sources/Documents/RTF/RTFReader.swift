public import Foundation

/// Reads RTF: paragraphs, headings, lists and tables in any of its encodings.
///
/// Headers, footers, pictures and data of programs are left out; hidden text becomes hidden blocks. RTF has neither pages
/// nor lines that people see, so blocks have no place but their headings.
public struct RTFReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.rtf

    /// Creates a reader.
    public init() {}

    /// Reads a file of RTF.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in try parse([UInt8](bytes), name: name, cancellation: cancellation) }
    }

    package func parse(_ bytes: [UInt8], name: String, cancellation: Cancellation = Cancellation()) throws -> Document {
        var parser = RTFParser(bytes, cancellation: cancellation)
        try parser.parse()
        var collector = parser.collector
        if parser.isTooDeep {
            collector.diagnostics.append(
                Diagnostic(
                    severity: .warning, code: "limitExceeded",
                    message: "groups nested more than \(RTFParser.maximumDepth) deep are read without their format"))
        }
        if parser.isCutOff {
            collector.diagnostics.append(
                Diagnostic(severity: .warning, code: "damaged", message: "the document ends inside a group"))
        }
        collector.noteHiddenText()
        guard !collector.blocks.isEmpty else {
            throw DocumentError(.noText, "\(name) has no text; if it shows pictures only, save it as PDF")
        }
        return Document(
            type: type, title: parser.title, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }
}
