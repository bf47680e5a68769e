internal import Foundation
internal import GRDB

/// The tables `document_bytes`, which has the first bytes of each document, and `further_bytes`, which has the rest of long
/// ones.
struct DocumentBytes {
    /// The most bytes of a row. SQLite's own limit is 1,000,000,000.
    static let rowBytes = 268_435_456

    let document: Int64
    private var rows = 0

    init(document: Int64) { self.document = document }

    /// Adds bytes behind those that are there.
    mutating func append(_ bytes: Data, in database: Database) throws {
        var rest = bytes[...]
        repeat {
            let row = rest.prefix(Self.rowBytes)
            if rows == 0 {
                try database.execute(
                    sql: "INSERT INTO document_bytes (document, bytes) VALUES (?, ?)", arguments: [document, row])
            } else {
                try database.execute(
                    sql: "INSERT INTO further_bytes (document, row, bytes) VALUES (?, ?, ?)",
                    arguments: [document, rows, row])
            }
            rows += 1
            rest = rest.dropFirst(row.count)
        } while !rest.isEmpty
    }

    /// All bytes of a document.
    static func all(of document: Int64, in database: Database) throws -> Data {
        var bytes = Data()
        try forEachRow(of: document, in: database) { bytes += $0 }
        return bytes
    }

    /// Calls `body` with the bytes of a document, row by row.
    static func forEachRow(of document: Int64, in database: Database, _ body: (Data) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT bytes FROM (
                  SELECT 0 AS row, bytes FROM document_bytes WHERE document = ?1
                  UNION ALL SELECT row, bytes FROM further_bytes WHERE document = ?1
                ) ORDER BY row
                """, arguments: [document])
        while let row = try rows.next() { try body(row.decode(Data.self, atIndex: 0)) }
    }

    /// Version 5 of the schema.
    @Sendable static func createFurtherBytes(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE further_bytes (
                  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
                  row INTEGER NOT NULL,
                  bytes BLOB NOT NULL,
                  PRIMARY KEY (document, row)
                ) STRICT;
                """)
    }
}
