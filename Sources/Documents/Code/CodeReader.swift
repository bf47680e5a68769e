public import Foundation

/// Reads programs: blocks are definitions with the comments and attributes above them, under the types they stand in.
///
/// Nothing is left out but empty lines between definitions.
public struct CodeReader: DocumentReader {
    /// The format it reads.
    public let type: DocumentType

    /// Creates a reader of a programming language.
    public init(type: DocumentType) { self.type = type }

    /// Reads a program.
    ///
    /// - Throws: a ``DocumentError``, or `CancellationError` if the task was cancelled.
    public func read(_ bytes: Data, name: String) async throws -> Document {
        try await Background.run { cancellation in
            try parse(TextDecoder().decode(bytes), name: name, cancellation: cancellation)
        }
    }

    package func parse(_ text: SourceText, name: String, cancellation: Cancellation = Cancellation()) throws -> Document
    {
        let language = CodeLanguage(type)
        var lexer = CodeLexer(text.bytes, language: language)
        let source = try lexer.read(cancellation: cancellation)
        var divider = CodeDivider(source, language: language, cancellation: cancellation)
        try divider.divide()
        var collector = BlockCollector()
        collector.diagnostics = text.diagnostics
        for section in divider.sections {
            var lines = section.lines
            while let first = lines.first, source.lines[first].isBlank { lines = first + 1..<lines.upperBound }
            while let last = lines.last, source.lines[last].isBlank { lines = lines.lowerBound..<last }
            guard let first = lines.first, let last = lines.last else { continue }
            let range = source.lines[first].range.lowerBound..<source.lines[last].range.upperBound
            collector.setPath(section.path)
            try collector.append(.code, text.string(range), at: Location(lines: first + 1...last + 1))
        }
        guard !collector.blocks.isEmpty else { throw DocumentError.empty(name) }
        return Document(type: type, blocks: collector.blocks, diagnostics: collector.diagnostics)
    }
}
