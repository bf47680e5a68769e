internal import GRDB

/// Accounts for everything in the library, one subject after another.
enum LibraryInspection {
    /// What can be checked on a snapshot.
    static func problems(in database: Database) -> [LibraryProblem] {
        run(
            [
                DatabaseInspection.problems, ProfileInspection.problems, DocumentInspection.problems,
                ChunkInspection.problems, FullTextInspection.problems, VectorInspection.problems,
            ], in: database)
    }

    /// Runs `inspections`; one that SQLite or the library cannot finish is a problem itself and does not stop the
    /// others.
    static func run(_ inspections: [(Database) throws -> [LibraryProblem]], in database: Database) -> [LibraryProblem] {
        inspections.flatMap { inspection in
            do {
                return try inspection(database)
            } catch let error as LibraryError {
                return [LibraryProblem(code: "damagedDatabase", message: error.message)]
            } catch {
                let reason = (error as? DatabaseError)?.message ?? "\(error)"
                return [
                    LibraryProblem(
                        code: "damagedDatabase",
                        message: "SQLite cannot read a part of the library: \(reason); restore it from a backup")
                ]
            }
        }
    }

    /// One problem for all `ids` that share it, none where there are none.
    ///
    /// - Parameters:
    ///   - message: completes "3 chunks ("a.md" of "handbook") …".
    ///   - naming: the names to show for them.
    static func problem(
        _ code: String, _ noun: String, _ ids: some Sequence<Int64>, _ message: String,
        naming: ([Int64]) throws -> [String]
    ) rethrows -> [LibraryProblem] {
        let ids = Array(ids)
        guard !ids.isEmpty else { return [] }
        let names = try naming(ids)
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
        let count = "\(ids.count) \(noun)\(ids.count == 1 ? "" : "s")"
        return [LibraryProblem(code: code, message: "\(count)\(shown.isEmpty ? "" : " (\(shown))") \(message)")]
    }
}
