public import Foundation

/// Reads YAML as it is written, comments and all, divided at its entries; names of large entries are headings.
public struct YAMLReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.yaml

    /// Creates a reader.
    public init() {}

    /// Reads a file of YAML.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            let text = TextDecoder().decode(bytes)
            let lines = YAMLLines(text.bytes)
            var writer = YAMLWriter(lines, cancellation: cancellation)
            try writer.write()
            var collector = writer.collector
            guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
            collector.diagnostics = text.diagnostics
            if let fault = lines.fault {
                collector.diagnostics.append(
                    Diagnostic(
                        severity: .warning, code: "damaged", message: "it is not quite YAML: \(fault.message)",
                        location: Location(lines: fault.line...fault.line)))
            }
            return Document(type: type, blocks: collector.blocks, diagnostics: collector.diagnostics)
        }
    }
}
