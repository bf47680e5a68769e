internal import GRDB

/// Pages, indexes, references and counters.
enum DatabaseInspection {
    /// How many of SQLite's findings are shown.
    private static let mostFindings = 20

    static func problems(in database: Database) throws -> [LibraryProblem] {
        var problems = try String.fetchAll(database, sql: "PRAGMA integrity_check(\(mostFindings))")
            .filter { $0 != "ok" }
            .map { finding in
                LibraryProblem(
                    code: "damagedDatabase", message: "SQLite finds: \(finding); restore the library from a backup")
            }
        let references = try Row.fetchAll(
            database,
            sql: "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2")
        for row in references {
            let table: String = try row.decode(atIndex: 0)
            let parent: String = try row.decode(atIndex: 1)
            let count: Int = try row.decode(atIndex: 2)
            problems.append(
                LibraryProblem(
                    code: "brokenReference",
                    message: "\(count) rows of \(table) refer to what is not in \(parent); "
                        + "restore the library from a backup"))
        }
        let largest = try Int64.fetchOne(database, sql: "SELECT max(id) FROM chunk") ?? 0
        let sound = try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM library
                WHERE next_chunk > ? AND next_chunk < 1 << 48 AND generation BETWEEN 1 AND 1 << 48
                """, arguments: [largest])
        if sound != 1 {
            problems.append(
                LibraryProblem(
                    code: "damagedCounters",
                    message: "the library's counters cannot be right (the largest chunk has the id \(largest)); "
                        + "restore the library from a backup"))
        }
        return problems
    }
}
