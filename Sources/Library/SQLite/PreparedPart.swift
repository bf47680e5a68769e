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

    /// Chunks that were made ready together.
    struct Share: Sendable {
        var chunks: [Chunk]
        /// What the numbers of their words stand for.
        var stems: ByteStrings
    }

    var bytes: Data
    /// All chunks, in order.
    var shares: [Share]
    var diagnostics: [Diagnostic]
    var ledger: ExtractionLedger?

    /// The least chunks for which a thread pays.
    private static let leastOfThread = 128

    /// Encodes and divides into words, on all processors where there are many chunks; takes about 30 ms for 1,000, so it never runs on
    /// the cooperative pool.
    init(_ document: NewDocument) throws {
        (bytes, diagnostics, ledger) = (document.bytes, document.diagnostics, document.ledger)
        shares = try Self.prepared(document.chunks, title: document.title)
    }

    /// The same for a part.
    init(_ part: LongDocument.Part) throws {
        (bytes, diagnostics, ledger) = (part.bytes, part.diagnostics, part.ledger)
        shares = try Self.prepared(part.chunks, title: nil)
    }

    private static func prepared(_ chunks: [NewChunk], title: String?) throws -> [Share] {
        let threads = min(ProcessInfo.processInfo.activeProcessorCount, max(1, chunks.count / leastOfThread))
        return try Shares.map(chunks.count, threads: threads) { try share(chunks[$0], title: title) }
    }

    private static func share(_ chunks: ArraySlice<NewChunk>, title: String?) throws -> Share {
        var speller = ChunkSpeller()
        let prepared = try chunks.map { chunk in
            Chunk(
                text: chunk.text, headings: try JSONText.encode(chunk.headings),
                pieces: try JSONText.encode(chunk.pieces), tokens: chunk.tokenCount,
                words: speller.words(text: chunk.text, headings: chunk.headings, title: title))
        }
        return Share(chunks: prepared, stems: speller.stems)
    }
}
