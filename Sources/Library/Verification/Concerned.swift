internal import GRDB

/// Names what a problem concerns as the user knows it, since no command takes the numbers of rows.
enum Concerned {
    /// `"a.md" of "handbook"` for each document; `"(of no file)"` where no profile has it.
    static func files(ofDocuments documents: some Sequence<Int64>, in database: Database) throws -> [String] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT file.name, profile.name FROM file LEFT JOIN profile ON profile.id = file.profile
                WHERE file.document = ? ORDER BY profile.name, file.name LIMIT 1
                """)
        return try documents.map { document in
            guard let row = try Row.fetchOne(statement, arguments: [document]) else { return "of no file" }
            let file: String = try row.decode(atIndex: 0)
            let profile: String? = try row.decode(atIndex: 1)
            return "\"\(file)\"" + (profile.map { " of \"\($0)\"" } ?? "")
        }
    }

    /// The files that chunks belong to, each once.
    static func files(ofChunks chunks: some Sequence<Int64>, in database: Database) throws -> [String] {
        let statement = try database.cachedStatement(sql: "SELECT document FROM chunk WHERE id = ?")
        var documents: [Int64] = []
        for chunk in chunks {
            guard let document = try Int64.fetchOne(statement, arguments: [chunk]) else { continue }
            if !documents.contains(document) { documents.append(document) }
        }
        return try files(ofDocuments: documents, in: database)
    }

    /// The names of profiles.
    static func profiles(_ ids: some Sequence<Int64>, in database: Database) throws -> [String] {
        try ids.map { id in
            let name = try String.fetchOne(database, sql: "SELECT name FROM profile WHERE id = ?", arguments: [id])
            return name.map { "\"\($0)\"" } ?? "of no name"
        }
    }
}
