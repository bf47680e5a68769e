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
        let references = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
        for (table, rows) in Dictionary(grouping: references, by: { $0["table"] as String }).sorted(by: {
            $0.key < $1.key
        }) {
            let parents = Set(rows.map { $0["parent"] as String }).sorted().joined(separator: ", ")
            problems.append(
                LibraryProblem(
                    code: "brokenReference",
                    message: "\(rows.count) rows of \(table) refer to what is not in \(parents); "
                        + "restore the library from a backup"))
        }
        let counters = try Int64.fetchAll(database, sql: "SELECT next_chunk FROM library")
        let largest = try Int64.fetchOne(database, sql: "SELECT max(id) FROM chunk") ?? 0
        if counters.count != 1 || counters[0] <= largest {
            problems.append(
                LibraryProblem(
                    code: "damagedCounters",
                    message: "the next chunk's number is not above \(largest), the largest in use; "
                        + "restore the library from a backup"))
        }
        return problems
    }
}
