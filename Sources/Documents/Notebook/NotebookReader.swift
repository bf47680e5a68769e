public import Foundation

/// Reads Jupyter notebooks (nbformat 3 and 4): text cells as Markdown, code, and what the code wrote as text.
///
/// Lines are those of the notebook's file. Pictures and widgets are left out.
public struct NotebookReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.notebook

    /// Creates a reader.
    public init() {}

    /// Reads a notebook.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        var parser = JSONParser(text.bytes)
        let root = parser.next()
        let sheets = root?["worksheets"]?.items?.compactMap { $0["cells"]?.items }
        guard let cells = root?["cells"]?.items ?? sheets?.flatMap(\.self), !cells.isEmpty else {
            return try withoutCells(text, name: name, cancellation: cancellation)
        }
        var writer = NotebookWriter(cancellation: cancellation)
        for cell in cells {
            try cancellation.check()
            try writer.write(cell)
        }
        var collector = writer.collector
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        collector.diagnostics = text.diagnostics + JSONReader.diagnostics(parser)
        collector.noteHiddenText()
        let first = collector.blocks.first { $0.kind == .heading }
        let stated = root?["metadata"]?["title"]?.text.flatMap { $0.isEmpty ? nil : $0.asTitle }
        return Document(
            type: type, title: stated ?? (first?.level == 1 ? first?.text : nil), blocks: collector.blocks,
            diagnostics: collector.diagnostics)
    }

    /// A notebook without a cell is read as the data that it is, so that whatever text is in it is found.
    private func withoutCells(_ text: SourceText, name: String, cancellation: Cancellation) throws -> Document {
        var document = try JSONReader().parse(text, name: name, cancellation: cancellation)
        document.type = type
        if !document.diagnostics.contains(where: { $0.code == "damaged" }) {
            document.diagnostics.append(
                Diagnostic(severity: .warning, code: "damaged", message: "the notebook has no cells; read as JSON"))
        }
        return document
    }
}
