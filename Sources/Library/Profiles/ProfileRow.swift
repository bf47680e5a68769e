internal import Foundation
internal import GRDB

/// A profile as its tables hold it.
struct ProfileRow {
    /// The row's number, which outlives renaming.
    var id: Int64
    /// The profile in its newest version.
    var profile: Profile

    /// What a version keeps besides its number and date.
    private struct Snapshot: Codable {
        var name: String
        var instructions: String
        var starters: [String]
        /// Nil in versions of before there were any, and where there are none.
        var tests: [ProfileTest]?
        var settings: ProfileSettings
    }

    /// The profile of this name.
    ///
    /// - Throws: ``LibraryError`` with `profileNotFound`.
    static func find(_ name: String, in database: Database) throws -> ProfileRow {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT profile.id, v.version, v.snapshot, v.updated_at FROM profile
                JOIN profile_version v ON v.profile = profile.id AND v.version = profile.version
                WHERE profile.key = ?
                """, arguments: [ProfileRules.key(of: name)])
        guard let row else { throw try notFound(name, in: database) }
        return ProfileRow(id: try row.decode(forColumn: "id"), profile: try profile(from: row))
    }

    /// The number of the profile of this name. - Throws: ``LibraryError`` with `profileNotFound`.
    static func id(of name: String, in database: Database) throws -> Int64 {
        let id = try Int64.fetchOne(
            database, sql: "SELECT id FROM profile WHERE key = ?", arguments: [ProfileRules.key(of: name)])
        guard let id else { throw try notFound(name, in: database) }
        return id
    }

    /// Adds a profile in its first version. - Throws: ``LibraryError`` with `profileExists`.
    static func insert(_ profile: Profile, in database: Database) throws -> ProfileRow {
        try checkUnused(profile.name, in: database)
        try database.execute(
            sql: "INSERT INTO profile (name, key, version) VALUES (?, ?, 1)",
            arguments: [profile.name, ProfileRules.key(of: profile.name)])
        var row = ProfileRow(id: database.lastInsertedRowID, profile: profile)
        row.profile.version = 1
        try row.insertVersion(in: database)
        return row
    }

    /// Writes `changed` as the next version. - Throws: ``LibraryError`` with `profileExists`.
    mutating func save(_ changed: Profile, in database: Database) throws {
        let key = ProfileRules.key(of: changed.name)
        if key != ProfileRules.key(of: profile.name) { try Self.checkUnused(changed.name, in: database) }
        let version = profile.version + 1
        profile = changed
        profile.version = version
        try insertVersion(in: database)
        try database.execute(
            sql: "UPDATE profile SET name = ?, key = ?, version = ? WHERE id = ?",
            arguments: [profile.name, key, version, id])
    }

    /// A version from a row with `version`, `snapshot` and `updated_at`.
    static func profile(from row: Row) throws -> Profile {
        let text: String = try row.decode(forColumn: "snapshot")
        guard let snapshot = try? JSONDecoder().decode(Snapshot.self, from: Data(text.utf8)) else {
            throw LibraryError(
                .damaged,
                "version \(try row.decode(Int.self, forColumn: "version")) of a profile cannot be read; run "
                    + "`bespoke verify`, or restore the library from a backup"
            )
        }
        return Profile(
            name: snapshot.name, instructions: snapshot.instructions, starters: snapshot.starters,
            tests: snapshot.tests ?? [], settings: snapshot.settings, version: try row.decode(forColumn: "version"),
            updatedAt: Timestamp.date(try row.decode(forColumn: "updated_at")))
    }

    private mutating func insertVersion(in database: Database) throws {
        let milliseconds = Timestamp.milliseconds(Date())
        profile.updatedAt = Timestamp.date(milliseconds)
        let snapshot = Snapshot(
            name: profile.name, instructions: profile.instructions, starters: profile.starters,
            tests: profile.tests.isEmpty ? nil : profile.tests, settings: profile.settings)
        try database.execute(
            sql: "INSERT INTO profile_version (profile, version, snapshot, updated_at) VALUES (?, ?, ?, ?)",
            arguments: [id, profile.version, try JSONText.encode(snapshot), milliseconds])
    }

    private static func checkUnused(_ name: String, in database: Database) throws {
        let existing = try String.fetchOne(
            database, sql: "SELECT name FROM profile WHERE key = ?", arguments: [ProfileRules.key(of: name)])
        guard let existing else { return }
        throw LibraryError(
            .profileExists,
            "a profile \"\(existing)\" already exists; choose another name, or change it with `bespoke edit`")
    }

    private static func notFound(_ name: String, in database: Database) throws -> LibraryError {
        let names = try String.fetchAll(database, sql: "SELECT name FROM profile ORDER BY name")
        let hint = NearestName.hint(for: name, among: names)
        let advice =
            if !hint.isEmpty {
                hint
            } else if names.isEmpty {
                "; there is none yet: make one with `bespoke create`"
            } else {
                "; `bespoke list` shows the profiles"
            }
        return LibraryError(.profileNotFound, "no profile is named \"\(name)\"\(advice)")
    }
}
