internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// Reads bytes of a column, row after row, without what else is in the rows.
final class BlobReader {
    private let (table, column): (String, String)
    private let database: Database
    private var blob: OpaquePointer?
    private var openRow: Int64?

    init(_ column: String, of table: String, in database: Database) {
        (self.table, self.column, self.database) = (table, column, database)
    }

    deinit { sqlite3_blob_close(blob) }

    /// Goes to a row. Returns how many bytes it has; nil where there is no such row. - Throws: `DatabaseError`.
    func open(_ row: Int64) throws -> Int? {
        if openRow != row {
            openRow = nil
            let code =
                blob == nil
                ? sqlite3_blob_open(database.sqliteConnection, "main", table, column, row, 0, &blob)
                : sqlite3_blob_reopen(blob, row)
            // A row that is missing is an error to SQLite too, and closes what was open.
            guard code != SQLITE_ERROR else {
                sqlite3_blob_close(blob)
                blob = nil
                return nil
            }
            try check(code)
            openRow = row
        }
        return Int(sqlite3_blob_bytes(blob))
    }

    /// Fills `target` with the bytes of the row from `offset` on, which must be there. - Throws: `DatabaseError`.
    func read(into target: UnsafeMutableRawBufferPointer, from offset: Int = 0) throws {
        guard let start = target.baseAddress else { return }
        try check(sqlite3_blob_read(blob, start, Int32(target.count), Int32(offset)))
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }
}
