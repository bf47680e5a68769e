internal import GRDB

/// Names what a problem concerns as the user knows it, since no command takes the numbers of rows.
enum Concerned {
    /// `"a.md" of "handbook"`, one of a document's files; `of no file` where no profile has it.
    static func files(ofDocument document: Int64, in database: Database) throws -> [String] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT file.name, profile.name FROM file LEFT JOIN profile ON profile.id = file.profile
                WHERE file.document = ? ORDER BY profile.name, file.name LIMIT 1
                """)
        guard let row = try Row.fetchOne(statement, arguments: [document]) else { return ["of no file"] }
        let file: String = try row.decode(atIndex: 0)
        let profile: String? = try row.decode(atIndex: 1)
        return ["\"\(file)\"" + (profile.map { " of \"\($0)\"" } ?? "")]
    }

    /// The same for the document of a chunk; nothing for a chunk that is not there.
    static func files(ofChunk chunk: Int64, in database: Database) throws -> [String] {
        let statement = try database.cachedStatement(sql: "SELECT document FROM chunk WHERE id = ?")
        let document = try Int64.fetchOne(statement, arguments: [chunk])
        return try document.map { try files(ofDocument: $0, in: database) } ?? []
    }

    /// The name of a profile, or `of no name`.
    static func profile(_ id: Int64, in database: Database) throws -> [String] {
        let name = try String.fetchOne(database, sql: "SELECT name FROM profile WHERE id = ?", arguments: [id])
        return [name.map { "\"\($0)\"" } ?? "of no name"]
    }
}
