internal import Foundation
internal import GRDB

/// The tables, and how an older file becomes a current one.
enum LibrarySchema {
    /// The version that this program writes, kept in `PRAGMA user_version`.
    static let version = migrations.count
    /// "BSPK": marks the file as a Bespoke library.
    static let applicationID: Int32 = 0x4253_504B

    /// `migrations[n]` turns version n into version n + 1. A published migration is never edited.
    private static let migrations: [@Sendable (Database) throws -> Void] = [
        createFirstVersion,
        // Words were spelled anew, as version 8 does once more.
        { _ in },
        addLedgerAndEmbedder,
        // Where files come from is remembered, so that a profile can be brought up to date with it.
        SourceRow.createTables,
        // Documents may be longer than a row.
        DocumentBytes.createFurtherBytes,
        VectorSchema.packVectors,
        // What was asked and answered is kept.
        ConversationRow.createTables,
        // The full-text index is our own, with the endings of each language and without the limits of FTS5.
        WordTable.replaceFTS5,
        // Thai, Lao, Khmer and Burmese are divided into words, not pairs.
        WordTable.divideByDictionary,
    ]

    /// Brings the file to the current version, one transaction a version.
    ///
    /// - Throws: ``LibraryError`` with `newerSchema` or `damaged`.
    static func migrate(_ database: Database, file: URL) throws {
        while true {
            // Another process may be migrating too: the version counts only once the write lock is held.
            let found = try version(of: database, file: file)
            if found == version { return }
            try database.inTransaction(.immediate) {
                let current = try version(of: database, file: file)
                if current == found {
                    try migrations[current](database)
                    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                    try database.execute(sql: "PRAGMA user_version = \(current + 1)")
                }
                return .commit
            }
        }
    }

    private static func version(of database: Database, file: URL) throws -> Int {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || (application == 0 && found == 0 && tables == 0) else {
            throw LibraryFailure.damaged(file, "it is an SQLite file of another program")
        }
        guard found <= version else {
            throw LibraryError(
                .newerSchema,
                "the library \(file.path) has schema version \(found), made by a newer Bespoke; this one knows "
                    + "versions up to \(version); install the newer Bespoke, or choose another folder with --home")
        }
        return found
    }

    @Sendable private static func createFirstVersion(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE library (
                  id INTEGER PRIMARY KEY CHECK (id = 1),
                  generation INTEGER NOT NULL,
                  next_chunk INTEGER NOT NULL,
                  erasure_pending INTEGER NOT NULL
                ) STRICT;
                INSERT INTO library VALUES (1, 1, 1, 0);

                CREATE TABLE profile (
                  id INTEGER PRIMARY KEY AUTOINCREMENT,
                  name TEXT NOT NULL,
                  key TEXT NOT NULL UNIQUE,
                  version INTEGER NOT NULL
                ) STRICT;

                CREATE TABLE profile_version (
                  profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
                  version INTEGER NOT NULL,
                  snapshot TEXT NOT NULL,
                  updated_at INTEGER NOT NULL,
                  PRIMARY KEY (profile, version)
                ) STRICT;

                CREATE TABLE document (
                  id INTEGER PRIMARY KEY,
                  hash TEXT NOT NULL UNIQUE,
                  type TEXT NOT NULL,
                  title TEXT,
                  pages INTEGER,
                  diagnostics TEXT NOT NULL,
                  first_chunk INTEGER NOT NULL,
                  chunk_count INTEGER NOT NULL,
                  lengths BLOB NOT NULL
                ) STRICT;

                CREATE TABLE document_bytes (
                  document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
                  bytes BLOB NOT NULL
                ) STRICT;

                CREATE TABLE file (
                  profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
                  name TEXT NOT NULL,
                  document INTEGER NOT NULL REFERENCES document,
                  path TEXT,
                  size INTEGER NOT NULL,
                  modified INTEGER,
                  added_at INTEGER NOT NULL,
                  PRIMARY KEY (profile, name)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX file_document ON file (document);

                CREATE TABLE chunk (
                  id INTEGER PRIMARY KEY,
                  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
                  ordinal INTEGER NOT NULL,
                  text TEXT NOT NULL,
                  headings TEXT NOT NULL,
                  pieces TEXT NOT NULL,
                  tokens INTEGER NOT NULL,
                  UNIQUE (document, ordinal)
                ) STRICT;

                CREATE VIRTUAL TABLE chunk_words USING fts5(
                  text, headings, content='', tokenize="porter ascii tokenchars '.+#'"
                );

                CREATE TABLE vector_space (
                  id INTEGER PRIMARY KEY,
                  name TEXT NOT NULL,
                  dimension INTEGER NOT NULL,
                  UNIQUE (name, dimension)
                ) STRICT;

                CREATE TABLE vector_block (
                  space INTEGER NOT NULL REFERENCES vector_space,
                  number INTEGER NOT NULL,
                  changed INTEGER NOT NULL,
                  slots BLOB NOT NULL,
                  scales BLOB NOT NULL,
                  codes BLOB NOT NULL,
                  UNIQUE (space, number)
                ) STRICT;

                CREATE TABLE vector_original (
                  space INTEGER NOT NULL REFERENCES vector_space,
                  number INTEGER NOT NULL,
                  floats BLOB NOT NULL,
                  UNIQUE (space, number)
                ) STRICT;
                """)
    }

    @Sendable private static func addLedgerAndEmbedder(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE document ADD COLUMN ledger TEXT;
                ALTER TABLE library ADD COLUMN embedder TEXT;
                ALTER TABLE library ADD COLUMN former_embedder TEXT;
                """)
    }
}
