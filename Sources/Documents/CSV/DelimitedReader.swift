public import Foundation

/// Reads tables in text files (CSV and TSV): whatever their delimiter, quotes and encoding.
///
/// Each block has some dozens of rows under the table's header, and knows its lines and its rows, the header being row 1
/// where it comes first. A title above the table is a paragraph.
public struct DelimitedReader: DocumentReader {
    /// The format it reads.
    public let type: DocumentType

    /// Creates a reader of CSV or TSV.
    public init(type: DocumentType = .csv) { self.type = type }

    /// Reads a table.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    private static let rowsForGuess = 50

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        let dialect = DelimitedDialect(of: text.bytes, type: type)
        var scanner = DelimitedScanner(text.bytes, delimiter: dialect.delimiter, from: dialect.start)
        var collector = BlockCollector()
        collector.diagnostics = text.diagnostics
        var first: [DelimitedScanner.Row] = []
        while first.count < Self.rowsForGuess, let row = scanner.next() { first.append(row) }
        let header = HeaderGuess.index(in: first.map(\.cells))
        for row in first.prefix(header ?? 0) {
            try collector.append(
                .paragraph, TableWriter.line(row.cells.filter { !$0.isEmpty }), at: Location(lines: row.lines))
        }
        var table = TableWriter()
        var number = header ?? 0
        if let header { table.setHeader(first[header].cells, at: place(&number, first[header])) }
        for row in first[(header.map { $0 + 1 } ?? 0)...] {
            try table.append(row.cells, at: place(&number, row), to: &collector)
        }
        while let row = scanner.next() {
            if number & 0x3FF == 0 { try cancellation.check() }
            try table.append(row.cells, at: place(&number, row), to: &collector)
        }
        try table.finish(to: &collector)
        if let line = scanner.firstOpenQuote {
            collector.diagnostics.append(
                Diagnostic(
                    severity: .warning, code: "damaged",
                    message: "a quotation mark at the start of a cell has no end and is read as text",
                    location: Location(lines: line...line)))
        }
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        return Document(type: type, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }

    private func place(_ number: inout Int, _ row: DelimitedScanner.Row) -> Location {
        number += 1
        return Location(rows: number...number, lines: row.lines)
    }
}
