internal import Crypto
internal import Foundation
internal import GRDB

/// Documents and their bytes.
enum DocumentInspection {
    static func problems(in database: Database) throws -> [LibraryProblem] {
        let unused = try Int64.fetchAll(
            database, sql: "SELECT id FROM document WHERE id NOT IN (SELECT document FROM file)")
        var missing: [Int64] = []
        var changed: [Int64] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT document.id, hash, bytes FROM document
                LEFT JOIN document_bytes ON document_bytes.document = document.id
                """)
        while let row = try rows.next() {
            let hash: String = try row.decode(atIndex: 1)
            let matches = try row.withUnsafeData(atIndex: 2) { bytes in
                bytes.map { SHA256.hash(data: $0).map { String(format: "%02x", $0) }.joined() == hash }
            }
            switch matches {
            case nil: missing.append(try row.decode(atIndex: 0))
            case false?: changed.append(try row.decode(atIndex: 0))
            case true?: break
            }
        }
        return LibraryInspection.problem(
            "orphanDocument", "document", unused,
            "belong to no profile; add the files again and remove them, or restore the library from a backup")
            + LibraryInspection.problem(
                "missingBytes", "document", missing, "have lost their bytes; remove the files and add them again")
            + LibraryInspection.problem(
                "damagedBytes", "document", changed,
                "have bytes that do not match their SHA-256; remove the files and add them again")
    }
}
