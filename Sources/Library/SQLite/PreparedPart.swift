internal import Documents
internal import Foundation

/// A document or a part of one, made ready outside the transaction so that the write lock is held briefly.
struct PreparedPart: Sendable {
    struct Chunk: Sendable {
        var text: String
        var headings: String
        var pieces: String
        var tokens: Int
        var words: ChunkWords
    }

    var bytes: Data
    var chunks: [Chunk]
    var diagnostics: [Diagnostic]
    var ledger: ExtractionLedger?
    /// What the numbers of the chunks' words stand for.
    var stems: [String]

    /// Encodes and divides into words; takes about 50 ms for 1,000 chunks, so it never runs on the cooperative pool.
    init(_ document: NewDocument) throws {
        (bytes, diagnostics, ledger) = (document.bytes, document.diagnostics, document.ledger)
        (chunks, stems) = try Self.prepared(document.chunks, title: document.title)
    }

    /// The same for a part.
    init(_ part: LongDocument.Part) throws {
        (bytes, diagnostics, ledger) = (part.bytes, part.diagnostics, part.ledger)
        (chunks, stems) = try Self.prepared(part.chunks, title: nil)
    }

    private static func prepared(_ chunks: [NewChunk], title: String?) throws -> ([Chunk], stems: [String]) {
        var speller = ChunkSpeller()
        let prepared = try chunks.map { chunk in
            Chunk(
                text: chunk.text, headings: try JSONText.encode(chunk.headings),
                pieces: try JSONText.encode(chunk.pieces), tokens: chunk.tokenCount,
                words: speller.words(text: chunk.text, headings: chunk.headings, title: title))
        }
        return (prepared, speller.stems)
    }
}
