internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// Counts from one snapshot.
    public func statistics() async throws -> LibraryStatistics {
        try await read { database in
            var statistics = LibraryStatistics()
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT (SELECT count(*) FROM profile), (SELECT count(*) FROM document),
                      (SELECT count(*) FROM chunk),
                      (SELECT coalesce(sum(length(slots)), 0) FROM vector_block)
                    """)
            if let row {
                statistics.profiles = try row.decode(atIndex: 0)
                statistics.documents = try row.decode(atIndex: 1)
                statistics.chunks = try row.decode(atIndex: 2)
                statistics.vectors = try row.decode(atIndex: 3)
            }
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let pageSize = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            statistics.bytes = pages * pageSize
            statistics.schemaVersion = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            return statistics
        }
    }

    /// Looks at everything in one snapshot; a file that SQLite cannot read is a problem too, not a throw.
    public func verify() async throws -> [LibraryProblem] {
        do {
            return try await read { LibraryInspection.problems(in: $0) }
        } catch let error as LibraryError where error.code == .damaged {
            return [LibraryProblem(code: "damagedDatabase", message: error.message)]
        }
    }
}
