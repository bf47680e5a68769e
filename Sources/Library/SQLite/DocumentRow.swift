internal import Documents
internal import Foundation
internal import GRDB

/// The tables `document` and `chunk`.
enum DocumentRow {
    /// The number of the document with this hash.
    static func find(_ id: DocumentID, in database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT id FROM document WHERE hash = ?", arguments: [id.rawValue])
    }

    /// Those of `chunks`, which are ascending, that a document has.
    static func existing(among chunks: [Int64], in database: Database) throws -> Set<Int64> {
        guard let first = chunks.first, let last = chunks.last else { return [] }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT first_chunk, chunk_count FROM document WHERE first_chunk <= ? AND first_chunk + chunk_count > ?
                """, arguments: [last, first])
        var existing: Set<Int64> = []
        while let row = try rows.next() {
            let range = try self.chunks(first: row.decode(atIndex: 0), count: row.decode(atIndex: 1))
            let start = chunks.partitioningIndex { $0 >= range.lowerBound }
            existing.formUnion(chunks[start...].prefix { $0 < range.upperBound })
        }
        return existing
    }

    /// Adds the document with its bytes, chunks and full-text rows, and returns its number.
    static func insert(_ document: NewDocument, _ prepared: PreparedPart, in database: Database) throws -> Int64 {
        var filling = try DocumentFilling(
            hash: document.id, type: document.type, title: document.title, pages: document.pageCount, in: database)
        try filling.append(prepared, in: database)
        try filling.finish(diagnostics: document.diagnostics, ledger: document.ledger, in: database)
        return filling.id
    }

    /// The same for a document that comes in parts; of the diagnostics of all parts, the first of each code stays.
    static func insert(
        _ document: LongDocument, parts next: () throws -> PreparedPart?, in database: Database
    ) throws -> Int64 {
        var filling = try DocumentFilling(hash: document.id, type: document.type, title: nil, pages: nil, in: database)
        var diagnostics: [Diagnostic] = []
        var ledger: ExtractionLedger?
        while let part = try next() {
            try filling.append(part, in: database)
            for diagnostic in part.diagnostics where !diagnostics.contains(where: { $0.code == diagnostic.code }) {
                diagnostics.append(diagnostic)
            }
            ledger = ledger.map { known in part.ledger.map(known.adding) ?? known } ?? part.ledger
        }
        try filling.finish(diagnostics: diagnostics, ledger: ledger, in: database)
        return filling.id
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
            try WordTable.delete(chunks, title: title, in: database)
            try VectorTable.delete(chunks, in: database)
            try database.execute(sql: "DELETE FROM document WHERE id = ?", arguments: [id])
        }
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
