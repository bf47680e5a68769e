internal import Documents
internal import Foundation
internal import GRDB

/// A document that is being stored, in the transaction of its parts.
struct DocumentFilling {
    /// The document's number.
    let id: Int64
    private var first: Int64?
    private var notes = WordNotes()
    private var bytes: DocumentBytes

    /// Adds the row of a document without chunks.
    init(hash: DocumentID, type: DocumentType, title: String?, pages: Int?, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO document (hash, type, title, pages, diagnostics, first_chunk, chunk_count, lengths)
                VALUES (?, ?, ?, ?, '[]', 0, 0, x'')
                """,
            arguments: [hash.rawValue, type.rawValue, title, pages])
        id = database.lastInsertedRowID
        bytes = DocumentBytes(document: id)
    }

    /// Adds bytes, chunks and full-text rows.
    mutating func append(_ part: PreparedPart, in database: Database) throws {
        try bytes.append(part.bytes, in: database)
        for share in part.shares { try append(share, in: database) }
    }

    private mutating func append(_ share: PreparedPart.Share, in database: Database) throws {
        let start = try LibraryRow.takeChunks(share.chunks.count, in: database)
        first = first ?? start
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO chunk (id, document, ordinal, text, headings, pieces, tokens) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for (offset, chunk) in share.chunks.enumerated() {
            let number = start + Int64(offset)
            try statement.execute(
                arguments: [number, id, notes.lengths.count, chunk.text, chunk.headings, chunk.pieces, chunk.tokens])
            notes.add(chunk.words)
        }
        try WordTable.insert(
            share.chunks.enumerated().map { (start + Int64($0), $1.words) }, stems: share.stems, in: database)
    }

    /// Notes what is known only when all parts are there.
    func finish(diagnostics: [Diagnostic], ledger: ExtractionLedger?, in database: Database) throws {
        let start = try first ?? LibraryRow.takeChunks(0, in: database)
        try database.execute(
            sql: """
                UPDATE document SET diagnostics = ?, ledger = ?, first_chunk = ?, chunk_count = ? WHERE id = ?
                """,
            arguments: [
                try JSONText.encode(diagnostics), try ledger.map(JSONText.encode), start,
                notes.lengths.count, id,
            ])
        try notes.write(document: id, in: database)
    }
}
