internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// Adds a profile in version 1; number and date are the library's.
    public func create(_ profile: Profile) async throws -> Profile {
        try ProfileRules.check(name: profile.name)
        try ProfileRules.check(profile.settings)
        try ProfileRules.check(variablesOf: profile)
        return try await write { try ProfileRow.insert(profile, in: $0).profile }
    }

    /// All profiles, in order of their names without regard to case.
    public func profiles() async throws -> [ProfileSummary] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT v.version, v.snapshot, v.updated_at,
                      (SELECT count(*) FROM file WHERE file.profile = profile.id) AS files,
                      (SELECT coalesce(sum(chunk_count), 0) FROM document WHERE id IN
                        (SELECT document FROM file WHERE file.profile = profile.id)) AS chunks
                    FROM profile JOIN profile_version v ON v.profile = profile.id AND v.version = profile.version
                    ORDER BY profile.key
                    """)
            return try rows.map { row in
                let profile = try ProfileRow.profile(from: row)
                return ProfileSummary(
                    name: profile.name, engine: profile.settings.engine, fileCount: try row.decode(forColumn: "files"),
                    chunkCount: try row.decode(forColumn: "chunks"), updatedAt: profile.updatedAt)
            }
        }
    }

    /// The newest version of a profile; case does not count in `name`.
    public func profile(named name: String) async throws -> Profile {
        try await read { try ProfileRow.find(name, in: $0).profile }
    }

    /// Changes a profile; what `change` does to `version` and `updatedAt` is ignored, a new name renames.
    ///
    /// - Throws: ``LibraryError``, or what `change` throws.
    public func update(
        profile name: String, _ change: @escaping @Sendable (inout Profile) throws -> Void
    ) async throws -> Profile {
        try await write { database in
            var row = try ProfileRow.find(name, in: database)
            var changed = row.profile
            try change(&changed)
            // Number and date belong to the library, whatever the change did with them.
            (changed.version, changed.updatedAt) = (row.profile.version, row.profile.updatedAt)
            guard changed != row.profile else { return row.profile }
            try ProfileRules.check(name: changed.name)
            try ProfileRules.check(changed.settings)
            // Instructions of before there were variables may have braces; they do not stand in the way of other changes.
            if changed.instructions != row.profile.instructions
                || changed.settings.variables != row.profile.settings.variables
            {
                try ProfileRules.check(variablesOf: changed)
            }
            try row.save(changed, in: database)
            return row.profile
        }
    }

    /// Renames a profile, which may change nothing but case.
    public func rename(profile name: String, to newName: String) async throws -> Profile {
        try await update(profile: name) { $0.name = newName }
    }

    /// Copies a profile's newest version, as version 1, and its files.
    public func clone(profile name: String, as newName: String) async throws -> Profile {
        try ProfileRules.check(name: newName)
        return try await write { database in
            let original = try ProfileRow.find(name, in: database)
            var copy = original.profile
            copy.name = newName
            let row = try ProfileRow.insert(copy, in: database)
            try database.execute(
                sql: """
                    INSERT INTO file (
                      profile, name, document, path, size, modified, added_at, source, etag, last_modified)
                    SELECT ?, name, document, path, size, modified, added_at, source, etag, last_modified
                    FROM file WHERE profile = ?
                    """, arguments: [row.id, original.id])
            try SourceRow.copy(from: original.id, to: row.id, in: database)
            return row.profile
        }
    }

    /// Deletes a profile with all its versions and conversations, and the documents that no other profile uses; the file shrinks.
    public func delete(profile name: String) async throws {
        try await write { database in
            let id = try ProfileRow.id(of: name, in: database)
            let documents = try Int64.fetchAll(
                database, sql: "SELECT DISTINCT document FROM file WHERE profile = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM profile WHERE id = ?", arguments: [id])
            try DocumentRow.deleteUnused(documents, in: database)
        }
        try await giveBackSpace()
    }

    /// All versions of a profile, newest first.
    public func versions(ofProfile name: String) async throws -> [Profile] {
        try await read { database in
            let id = try ProfileRow.id(of: name, in: database)
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT version, snapshot, updated_at FROM profile_version WHERE profile = ? ORDER BY version DESC
                    """, arguments: [id]
            ).map(ProfileRow.profile(from:))
        }
    }
}
