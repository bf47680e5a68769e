internal import GRDB

/// Profiles and their versions.
enum ProfileInspection {
    static func problems(in database: Database) throws -> [LibraryProblem] {
        let missing = try Int64.fetchAll(
            database,
            sql: """
                SELECT id FROM profile WHERE NOT EXISTS
                  (SELECT 1 FROM profile_version v WHERE v.profile = profile.id AND v.version = profile.version)
                """)
        let rows = try Row.fetchAll(database, sql: "SELECT profile, version, snapshot, updated_at FROM profile_version")
        let unreadable = try rows.filter { (try? ProfileRow.profile(from: $0)) == nil }.map {
            try $0.decode(Int64.self, forColumn: "profile")
        }
        let names: (Int64) throws -> [String] = { try Concerned.profile($0, in: database) }
        return try LibraryInspection.problem(
            "damagedProfile", "profile", missing, "have lost their newest version; restore the library from a backup",
            naming: names)
            + LibraryInspection.problem(
                "damagedProfile", "profile", Set(unreadable).sorted(),
                "have versions that cannot be read; restore the library from a backup", naming: names)
            + LibraryInspection.problem(
                "damagedProfile", "profile", try misnamed(in: database),
                "cannot be found by their names; restore the library from a backup", naming: names)
    }

    /// Profiles whose key or newest version has another name than they have.
    private static func misnamed(in database: Database) throws -> [Int64] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT profile.id, name, key, v.version, v.snapshot, v.updated_at FROM profile
                JOIN profile_version v ON v.profile = profile.id AND v.version = profile.version
                """)
        return try rows.filter { row in
            let name: String = try row.decode(forColumn: "name")
            let newest = try? ProfileRow.profile(from: row).name
            return try row.decode(String.self, forColumn: "key") != ProfileRules.key(of: name)
                || newest.map { $0 != name } ?? false
        }.map { try $0.decode(Int64.self, forColumn: "id") }
    }
}
