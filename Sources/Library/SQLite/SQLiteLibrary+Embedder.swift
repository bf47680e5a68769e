internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// The embedder in use and the one before it. A library in which none was chosen has that of its vectors, whatever the
    /// program's default is by now.
    public func embedderChoice() async throws -> EmbedderChoice {
        try await read { database in
            let sql = """
                SELECT coalesce(embedder, (SELECT name FROM vector_space ORDER BY id LIMIT 1)), former_embedder FROM library
                """
            guard let row = try Row.fetchOne(database, sql: sql) else {
                return EmbedderChoice()
            }
            return EmbedderChoice(current: try row.decode(atIndex: 0), former: try row.decode(atIndex: 1))
        }
    }

    /// Changes the embedder in one transaction, which also makes sure that no chunk was added meanwhile.
    public func use(embedder space: VectorSpace, insteadOf former: String) async throws -> Bool {
        let scopes = scopes
        let isComplete = try await write { database in
            let scope = try scopes.scope(of: nil, in: database)
            let layout = try VectorTable.layout(of: space, in: database)
            var isComplete = true
            try PendingVectors.forEach(after: 0, scope: scope, layout: layout, in: database) { _ in
                isComplete = false
                return false
            }
            guard isComplete else { return false }
            try database.execute(
                sql: "UPDATE library SET embedder = ?, former_embedder = ?", arguments: [space.name, former])
            try VectorTable.deleteSpaces(otherThan: [space.name, former], in: database)
            return true
        }
        if isComplete { try await giveBackSpace() }
        return isComplete
    }
}
