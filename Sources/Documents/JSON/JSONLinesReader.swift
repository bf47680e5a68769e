public import Foundation

/// Reads JSON Lines: one value a line, in tables where the values are records. A line that is not JSON is kept as text.
public struct JSONLinesReader: DocumentReader {
    /// The format it reads.
    public let type = DocumentType.jsonLines

    /// Values that are laid out together.
    private static let batch = 400
    /// Broken lines that are reported one by one.
    private static let reports = 20

    /// Creates a reader.
    public init() {}

    /// Reads a file of JSON Lines.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        var collector = BlockCollector()
        collector.diagnostics = text.diagnostics
        var writer = DataWriter(collector: collector, cancellation: cancellation)
        var values: [DataNode] = []
        var broken = 0
        var cursor = LineCursor()
        while let range = cursor.next(in: text.bytes) {
            if cursor.number & 0xFF == 0 { try cancellation.check() }
            var parser = JSONParser(text.bytes, range: range, line: cursor.number)
            guard let value = parser.next(), !parser.isStuck, parser.fault == nil, parser.next() == nil else {
                guard text.bytes[range].contains(where: { !$0.isSpace }) else { continue }
                broken += 1
                if broken <= Self.reports { note(parser, cursor.number, in: &writer.collector) }
                try write(&values, with: &writer)
                try writer.collector.append(
                    .paragraph, text.string(range), at: Location(lines: cursor.number...cursor.number))
                continue
            }
            values.append(value)
            if values.count >= Self.batch { try write(&values, with: &writer) }
        }
        try write(&values, with: &writer)
        collector = writer.collector
        if broken > Self.reports {
            collector.diagnostics.append(
                Diagnostic(severity: .warning, code: "damaged", message: "\(broken) lines in all are not JSON"))
        }
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        return Document(type: type, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }

    private func write(_ values: inout [DataNode], with writer: inout DataWriter) throws {
        guard let first = values.first, let last = values.last else { return }
        try writer.write(DataNode(.list(values), lines: first.lines.lowerBound...last.lines.upperBound))
        values.removeAll(keepingCapacity: true)
    }

    private func note(_ parser: JSONParser, _ line: Int, in collector: inout BlockCollector) {
        let reason = parser.fault?.message ?? "text follows the value"
        collector.diagnostics.append(
            Diagnostic(
                severity: .warning, code: "damaged", message: "a line is not JSON and is kept as text: \(reason)",
                location: Location(lines: line...line)))
    }
}
