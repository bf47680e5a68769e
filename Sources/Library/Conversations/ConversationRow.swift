internal import Foundation
internal import GRDB

/// The table `conversation`.
enum ConversationRow {
    /// Version 7 of the schema.
    @Sendable static func createTables(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE conversation (
                  id TEXT PRIMARY KEY,
                  profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
                  name TEXT NOT NULL,
                  created_at INTEGER NOT NULL,
                  updated_at INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX conversation_profile ON conversation (profile, updated_at);

                CREATE TABLE answer (
                  id TEXT PRIMARY KEY,
                  conversation TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE,
                  ordinal INTEGER NOT NULL,
                  profile_version INTEGER NOT NULL,
                  question TEXT NOT NULL,
                  query TEXT,
                  text TEXT,
                  digest TEXT NOT NULL,
                  refused INTEGER NOT NULL,
                  confidence REAL NOT NULL,
                  citations TEXT,
                  prompt TEXT,
                  settings TEXT NOT NULL,
                  measures TEXT NOT NULL,
                  created_at INTEGER NOT NULL,
                  UNIQUE (conversation, ordinal)
                ) STRICT;

                CREATE TABLE answer_snippet (
                  answer TEXT NOT NULL REFERENCES answer ON DELETE CASCADE,
                  number INTEGER NOT NULL,
                  document TEXT NOT NULL,
                  file TEXT NOT NULL,
                  chunks TEXT NOT NULL,
                  location TEXT NOT NULL,
                  score REAL NOT NULL,
                  PRIMARY KEY (answer, number)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX answer_snippet_document ON answer_snippet (document);

                CREATE TABLE answer_source (
                  document TEXT NOT NULL,
                  part TEXT NOT NULL,
                  answer TEXT NOT NULL REFERENCES answer ON DELETE CASCADE,
                  PRIMARY KEY (document, part, answer)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX answer_source_answer ON answer_source (answer);
                """)
    }

    /// What a summary is read from.
    static let summaries = """
        SELECT conversation.id, conversation.name, profile.name AS profile, conversation.created_at, conversation.updated_at,
          (SELECT count(*) FROM answer WHERE answer.conversation = conversation.id) AS answers
        FROM conversation JOIN profile ON profile.id = conversation.profile
        """

    static func summary(from row: Row) throws -> ConversationSummary {
        ConversationSummary(
            id: try row.decode(forColumn: "id"), profile: try row.decode(forColumn: "profile"),
            name: try row.decode(forColumn: "name"), answerCount: try row.decode(forColumn: "answers"),
            createdAt: Timestamp.date(try row.decode(forColumn: "created_at")),
            updatedAt: Timestamp.date(try row.decode(forColumn: "updated_at")))
    }

    /// The time of a change, in milliseconds since 1970: now, or a moment later where another change was made in this millisecond, so that
    /// the last one is known.
    static func nextChange(in database: Database) throws -> Int64 {
        let now = Timestamp.milliseconds(Date())
        let newest = try Int64.fetchOne(
            database, sql: "SELECT max(updated_at) FROM conversation WHERE updated_at BETWEEN ? AND ?",
            arguments: [now, now + 1000])
        return newest.map { $0 + 1 } ?? now
    }

    /// The id of the conversation that `id` is, or that the answer `id` is in.
    ///
    /// - Throws: ``LibraryError`` with `conversationNotFound`.
    static func find(_ id: String, in database: Database) throws -> String {
        let spelled = ShortID.spelled(id)
        let found = try String.fetchOne(
            database,
            sql: """
                SELECT id FROM conversation WHERE id = ?1 UNION ALL SELECT conversation FROM answer WHERE id = ?1 LIMIT 1
                """, arguments: [spelled])
        guard let found else { throw notFound(id) }
        return found
    }

    /// Makes a conversation and returns its id. Its name is one line and has an end.
    static func insert(_ name: String, profile: Int64, at milliseconds: Int64, in database: Database) throws -> String {
        let id = try ShortID.unused(in: database)
        try database.execute(
            sql: "INSERT INTO conversation (id, profile, name, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, profile, line(name), milliseconds, milliseconds])
        return id
    }

    /// The longest name, in characters.
    private static let longestName = 120

    /// A name as it is kept: one line of at most 120 characters.
    static func line(_ name: String) -> String {
        let line = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= longestName ? line : line.prefix(longestName - 1) + "…"
    }

    static func notFound(_ id: String) -> LibraryError {
        LibraryError(
            .conversationNotFound,
            "there is no conversation or answer “\(id.prefix(40))”; it may have been deleted: “bespoke conversations” lists those "
                + "there are")
    }
}
