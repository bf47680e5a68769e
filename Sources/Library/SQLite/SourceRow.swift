internal import Foundation
internal import GRDB

/// The tables `source` and `excluded_path`.
enum SourceRow {
    /// Makes the tables, and the columns by which files know their source and their version on a web server.
    @Sendable static func createTables(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE source (
                  id INTEGER PRIMARY KEY AUTOINCREMENT,
                  profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
                  argument TEXT NOT NULL,
                  kind TEXT NOT NULL,
                  options TEXT NOT NULL,
                  UNIQUE (profile, argument)
                ) STRICT;

                CREATE TABLE excluded_path (
                  profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
                  path TEXT NOT NULL,
                  PRIMARY KEY (profile, path)
                ) STRICT, WITHOUT ROWID;

                ALTER TABLE file ADD COLUMN source INTEGER REFERENCES source ON DELETE SET NULL;
                ALTER TABLE file ADD COLUMN etag TEXT;
                ALTER TABLE file ADD COLUMN last_modified TEXT;
                CREATE INDEX file_source ON file (source);
                """)
    }

    /// All sources of a profile, in the order of their ids.
    static func all(profile: Int64, in database: Database) throws -> [LibrarySource] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT id, argument, kind, options FROM source WHERE profile = ? ORDER BY id",
            arguments: [profile])
        return try rows.map { row in
            let id: Int64 = try row.decode(forColumn: "id")
            let argument: String = try row.decode(forColumn: "argument")
            let kind: String = try row.decode(forColumn: "kind")
            guard let known = NewSource.Kind(rawValue: kind) else {
                throw LibraryError(
                    .newerSchema,
                    "the source \(argument) is of the kind \"\(kind)\", which this Bespoke does not know; install a newer one"
                )
            }
            let options = try JSONText.decode(
                NewSource.Options.self, from: try row.decode(forColumn: "options"), what: "the source \(argument)")
            return LibrarySource(id: id, source: NewSource(argument: argument, kind: known, options: options))
        }
    }

    /// Adds a source, or changes the one with its argument; returns its id.
    static func put(_ source: NewSource, profile: Int64, in database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO source (profile, argument, kind, options) VALUES (?, ?, ?, ?)
                ON CONFLICT (profile, argument) DO UPDATE SET kind = excluded.kind, options = excluded.options
                """,
            arguments: [profile, source.argument, source.kind.rawValue, try JSONText.encode(source.options)])
        return try Int64.fetchOne(
            database, sql: "SELECT id FROM source WHERE profile = ? AND argument = ?",
            arguments: [profile, source.argument]) ?? 0
    }

    /// Gives a copy of a profile copies of its sources, and the copy's files theirs.
    static func copy(from original: Int64, to copy: Int64, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO source (profile, argument, kind, options)
                SELECT :copy, argument, kind, options FROM source WHERE profile = :original ORDER BY id;
                INSERT INTO excluded_path (profile, path)
                SELECT :copy, path FROM excluded_path WHERE profile = :original;
                UPDATE file SET source = (
                  SELECT new.id FROM source old JOIN source new ON new.argument = old.argument
                  WHERE old.id = file.source AND new.profile = :copy)
                WHERE profile = :copy;
                """, arguments: ["copy": copy, "original": original])
    }

    /// Remembers that the user removes a file, so that no source brings it back. A source that is this file alone is forgotten.
    static func exclude(file: String, profile: Int64, in database: Database) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT path, source FROM file WHERE profile = ? AND name = ? AND path IS NOT NULL",
            arguments: [profile, file])
        guard let row else { return }
        let path: String = try row.decode(atIndex: 0)
        let source: Int64? = try row.decode(atIndex: 1)
        try database.execute(
            sql: """
                DELETE FROM source WHERE profile = ? AND argument = ?
                  AND NOT EXISTS (SELECT 1 FROM file WHERE file.source = source.id AND file.name <> ?)
                """, arguments: [profile, path, file])
        let isLeft = try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM source WHERE id = ?)", arguments: [source])
        guard isLeft == true else { return }
        try database.execute(
            sql: "INSERT OR IGNORE INTO excluded_path (profile, path) VALUES (?, ?)", arguments: [profile, path])
    }
}
