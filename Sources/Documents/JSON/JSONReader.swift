public import Foundation

/// Reads JSON as text that people can read and search: names as headings, lists of records as tables, lines as places.
///
/// What is not JSON in it is reported once; what cannot be read is kept as it is written.
public struct JSONReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.json
    /// The most bytes of a file: 128 MiB, which take some ten times as much memory.
    public let maximumFileBytes: Int? = 134_217_728

    /// Creates a reader.
    public init() {}

    /// Reads a file of JSON.
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
        var values: [DataNode] = []
        while !parser.isStuck, let value = parser.next() {
            if values.count & 0xFF == 0 { try cancellation.check() }
            values.append(value)
        }
        var collector = BlockCollector()
        collector.diagnostics = text.diagnostics + JSONReader.diagnostics(parser)
        var writer = DataWriter(collector: collector, cancellation: cancellation)
        if values.count == 1 {
            try writer.write(values[0])
        } else if let first = values.first, let last = values.last {
            try writer.write(DataNode(.list(values), lines: first.lines.lowerBound...last.lines.upperBound))
        }
        collector = writer.collector
        try JSONReader.appendRest(of: parser, to: &collector)
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        let title = values.count == 1 ? (values[0]["title"] ?? values[0]["name"])?.text : nil
        return Document(
            type: type, title: title.flatMap { $0.isEmpty ? nil : $0.asTitle }, blocks: collector.blocks,
            diagnostics: collector.diagnostics)
    }

    /// The comments, and what follows the place where the parser had to stop.
    private static func appendRest(of parser: JSONParser, to collector: inout BlockCollector) throws {
        for comment in parser.comments {
            let last = comment.line + comment.text.utf8.count { $0 == 0x0A }
            try collector.append(.paragraph, comment.text, at: Location(lines: comment.line...last))
        }
        guard parser.isStuck else { return }
        let rest = parser.bytes[parser.position...]
        let last = parser.line + rest.dropLast().count { $0 == 0x0A }
        try collector.append(
            .code, String(decoding: rest, as: UTF8.self).trimmingLineEnds, at: Location(lines: parser.line...last))
    }

    /// What the parser had to overlook.
    static func diagnostics(_ parser: JSONParser) -> [Diagnostic] {
        var result: [Diagnostic] = []
        if let fault = parser.fault {
            let consequence = parser.isStuck ? "; the rest is read as text" : ""
            result.append(
                Diagnostic(
                    severity: .warning, code: "damaged",
                    message: "it is not quite JSON: \(fault.message)\(consequence)",
                    location: Location(lines: fault.line...fault.line)))
        }
        if let line = parser.deepLine {
            result.append(
                Diagnostic(
                    severity: .warning, code: "limitExceeded",
                    message: "values nested more than \(JSONParser.maximumDepth) deep are kept as they are written",
                    location: Location(lines: line...line)))
        }
        return result
    }
}
