internal import GRDB

/// Accounts for everything in the library.
struct LibraryInspection {
    let database: Database

    init(_ database: Database) { self.database = database }

    /// What is wrong, nothing for a sound library.
    func problems() throws -> [LibraryProblem] {
        let damages = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        return damages.map {
            LibraryProblem(code: "damagedDatabase", message: "SQLite finds: \($0); restore the library from a backup")
        }
    }
}
