internal import Crypto
internal import Documents
internal import Foundation
internal import GRDB

/// Documents and their bytes.
enum DocumentInspection {
    static func problems(in database: Database) throws -> [LibraryProblem] {
        let unused = try Int64.fetchAll(
            database, sql: "SELECT id FROM document WHERE id NOT IN (SELECT document FROM file)")
        var unreadable: [Int64] = []
        var missing: [Int64] = []
        var changed: [Int64] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT document.id, hash, type, diagnostics, document_bytes.document IS NOT NULL FROM document
                LEFT JOIN document_bytes ON document_bytes.document = document.id
                """)
        while let row = try rows.next() {
            let hasBytes: Bool = try row.decode(atIndex: 4)
            let matches =
                hasBytes
                ? try self.hash(ofDocument: row.decode(atIndex: 0), in: database) == row.decode(atIndex: 1) : nil
            let type: String = try row.decode(atIndex: 2)
            let diagnostics: String = try row.decode(atIndex: 3)
            if DocumentType(rawValue: type) == nil
                || (try? JSONDecoder().decode([Diagnostic].self, from: Data(diagnostics.utf8))) == nil
            {
                unreadable.append(try row.decode(atIndex: 0))
            }
            switch matches {
            case nil: missing.append(try row.decode(atIndex: 0))
            case false?: changed.append(try row.decode(atIndex: 0))
            case true?: break
            }
        }
        let resized = try Int64.fetchAll(
            database,
            sql: """
                SELECT DISTINCT file.document FROM file JOIN document_bytes USING (document)
                WHERE size <> length(bytes)
                  + (SELECT ifnull(sum(length(bytes)), 0) FROM further_bytes WHERE document = file.document)
                ORDER BY file.document
                """)
        let names: (Int64) throws -> [String] = { try Concerned.files(ofDocument: $0, in: database) }
        return try LibraryInspection.problem(
            "orphanDocument", "document", unused,
            "belong to no profile; add the files again and remove them, or restore the library from a backup")
            + LibraryInspection.problem(
                "damagedDocument", "document", unreadable,
                "have a type or diagnostics that cannot be read" + LibraryInspection.addAgain, naming: names)
            + LibraryInspection.problem(
                "missingBytes", "document", missing, "have lost their bytes" + LibraryInspection.addAgain,
                naming: names)
            + LibraryInspection.problem(
                "damagedBytes", "document", changed,
                "have bytes that do not match their SHA-256" + LibraryInspection.addAgain, naming: names)
            + LibraryInspection.problem(
                "damagedFile", "document", resized,
                "have another size than their bytes" + LibraryInspection.addAgain, naming: names)
    }
    /// The SHA-256 of a document's bytes, of which only one row is in memory at a time.
    private static func hash(ofDocument id: Int64, in database: Database) throws -> String {
        var hash = SHA256()
        try DocumentBytes.forEachRow(of: id, in: database) { hash.update(data: $0) }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }
}
