internal import Documents
internal import Foundation
internal import GRDB

/// A document and its chunks, made ready outside the transaction so that the write lock is held briefly.
struct PreparedDocument: Sendable {
    struct Chunk: Sendable {
        var text: String
        var headings: String
        var pieces: String
        var tokens: Int
        var words: FullTextTable.Entry
    }

    var document: NewDocument
    var diagnostics: String
    var ledger: String?
    var chunks: [Chunk]

    /// Encodes and divides into words; takes about 50 ms for 1,000 chunks, so it never runs on the cooperative pool.
    init(_ document: NewDocument) throws {
        var scanner = WordScanner()
        self.document = document
        diagnostics = try JSONText.encode(document.diagnostics)
        ledger = try document.ledger.map(JSONText.encode)
        chunks = try document.chunks.map { chunk in
            Chunk(
                text: chunk.text, headings: try JSONText.encode(chunk.headings),
                pieces: try JSONText.encode(chunk.pieces),
                tokens: chunk.tokenCount,
                words: FullTextTable.entry(
                    text: chunk.text, headings: chunk.headings, title: document.title, scanner: &scanner))
        }
    }
}

/// The tables `document`, `document_bytes` and `chunk`.
enum DocumentRow {
    /// The number of the document with this hash.
    static func find(_ id: DocumentID, in database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT id FROM document WHERE hash = ?", arguments: [id.rawValue])
    }

    /// Adds the document with its bytes, chunks and full-text rows, and returns its number.
    static func insert(_ prepared: PreparedDocument, in database: Database) throws -> Int64 {
        let document = prepared.document
        let first = try LibraryRow.takeChunks(prepared.chunks.count, in: database)
        try database.execute(
            sql: """
                INSERT INTO document (hash, type, title, pages, diagnostics, ledger, first_chunk, chunk_count, lengths)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                document.id.rawValue, document.type.rawValue, document.title, document.pageCount, prepared.diagnostics,
                prepared.ledger, first, prepared.chunks.count,
                Data(numbers: prepared.chunks.map { UInt32($0.words.count) }),
            ])
        let id = database.lastInsertedRowID
        try database.execute(
            sql: "INSERT INTO document_bytes (document, bytes) VALUES (?, ?)", arguments: [id, document.bytes])
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO chunk (id, document, ordinal, text, headings, pieces, tokens) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for (ordinal, chunk) in prepared.chunks.enumerated() {
            let number = first + Int64(ordinal)
            try statement.execute(
                arguments: [number, id, ordinal, chunk.text, chunk.headings, chunk.pieces, chunk.tokens])
            try FullTextTable.insert(chunk.words, chunk: number, in: database)
        }
        return id
    }

    /// Deletes those of `documents` that no profile has as a file: bytes, chunks, full-text rows and vectors.
    static func deleteUnused(_ documents: [Int64], in database: Database) throws {
        for id in documents {
            let isUsed = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM file WHERE document = ?)", arguments: [id])
            guard isUsed == false,
                let row = try Row.fetchOne(
                    database, sql: "SELECT title, first_chunk, chunk_count FROM document WHERE id = ?", arguments: [id])
            else { continue }
            let title: String? = try row.decode(atIndex: 0)
            let chunks = try chunks(first: row.decode(atIndex: 1), count: row.decode(atIndex: 2))
            try deleteWords(of: chunks, title: title, in: database)
            try VectorTable.delete(chunks, in: database)
            try database.execute(sql: "DELETE FROM document WHERE id = ?", arguments: [id])
        }
    }

    private static func deleteWords(of chunks: Range<Int64>, title: String?, in database: Database) throws {
        var scanner = WordScanner()
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, text, headings FROM chunk WHERE id >= ? AND id < ?",
            arguments: [chunks.lowerBound, chunks.upperBound])
        while let row = try rows.next() {
            let headings = try JSONText.decode(
                [String].self, from: try row.decode(atIndex: 2),
                what: "the headings of chunk \(try row.decode(Int64.self, atIndex: 0))")
            let entry = FullTextTable.entry(
                text: try row.decode(atIndex: 1), headings: headings, title: title, scanner: &scanner)
            try FullTextTable.delete(entry, chunk: try row.decode(atIndex: 0), in: database)
        }
        if !chunks.isEmpty { try FullTextTable.markDeletion(in: database) }
    }
}

extension DocumentRow {
    /// The ids of a document's chunks. - Throws: ``LibraryError`` with `damaged` for numbers that cannot be right.
    static func chunks(first: Int64, count: Int64) throws -> Range<Int64> {
        guard first > 0, count >= 0, first < 1 << 48, count < 1 << 32 else {
            throw LibraryError(
                .damaged,
                "a document cannot have \(count) chunks from \(first) on; run `bespoke verify`, or restore the "
                    + "library from a backup")
        }
        return first..<first + count
    }

    static func notFound(_ id: DocumentID) -> LibraryError {
        LibraryError(.documentNotFound, "the library has no document \(id); add its file again")
    }
}
