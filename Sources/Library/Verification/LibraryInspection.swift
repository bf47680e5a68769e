internal import GRDB

/// Accounts for everything in the library, one subject after another.
enum LibraryInspection {
    /// What can be checked on a snapshot.
    static func problems(in database: Database) -> [LibraryProblem] {
        run(
            [
                DatabaseInspection.problems, ProfileInspection.problems, DocumentInspection.problems,
                ChunkInspection.problems, FullTextInspection.problems, VectorInspection.problems,
                AnswerInspection.problems,
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

    /// What mends a problem that lies in a document.
    static let addAgain = "; remove the files and add them again"
    private static let mostNames = 5

    /// One problem for all `ids` that share it, none where there are none.
    ///
    /// - Parameters:
    ///   - message: completes "3 chunks ("a.md" of "handbook") …".
    ///   - naming: the names to show for one of them; the first few that differ are shown.
    static func problem(
        _ code: String, _ noun: String, _ ids: some Sequence<Int64>, _ message: String,
        naming: (Int64) throws -> [String] = { _ in [] }
    ) rethrows -> [LibraryProblem] {
        let ids = Array(ids)
        guard !ids.isEmpty else { return [] }
        var names: [String] = []
        for id in ids where names.count <= mostNames {
            names += try naming(id).filter { !names.contains($0) }
        }
        let shown = names.prefix(mostNames).joined(separator: ", ") + (names.count > mostNames ? ", …" : "")
        let count = "\(ids.count) \(noun)\(ids.count == 1 ? "" : "s")"
        return [LibraryProblem(code: code, message: "\(count)\(shown.isEmpty ? "" : " (\(shown))") \(message)")]
    }
}
