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
        return LibraryInspection.problem(
            "damagedProfile", "profile", missing, "have lost their newest version; restore the library from a backup")
            + LibraryInspection.problem(
                "damagedProfile", "profile", Set(unreadable).sorted(),
                "have versions that cannot be read; restore the library from a backup")
    }
}
