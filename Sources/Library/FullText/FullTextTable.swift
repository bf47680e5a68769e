internal import GRDB

/// The table `chunk_words`: the words of every chunk, without the text.
enum FullTextTable {
    /// A chunk's words.
    struct Entry: Sendable {
        var text: SearchWords
        var headings: SearchWords
        /// Words in both columns, which is the row's length.
        var count: Int { text.count + headings.count }
    }

    /// The words of a chunk; the title counts among its headings, as it does for the embedder.
    static func entry(text: String, headings: [String], title: String?, scanner: inout WordScanner) -> Entry {
        var path = headings
        if let title, path.first != title { path.insert(title, at: 0) }
        return Entry(
            text: scanner.words(of: text, for: .index),
            headings: scanner.words(of: path.joined(separator: "\n"), for: .index))
    }

    static func insert(_ entry: Entry, chunk: Int64, in database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO chunk_words (rowid, text, headings) VALUES (?, ?, ?)")
            .execute(arguments: [chunk, entry.text.text, entry.headings.text])
    }

    /// Takes a row out. FTS5 must be told the very words that went in; they follow from the chunk's text.
    static func delete(_ entry: Entry, chunk: Int64, in database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO chunk_words (chunk_words, rowid, text, headings) VALUES ('delete', ?, ?, ?)"
        ).execute(arguments: [chunk, entry.text.text, entry.headings.text])
    }

    /// Notes that deleted words are still in the index.
    static func markDeletion(in database: Database) throws {
        try database.execute(sql: "UPDATE library SET erasure_pending = 1")
    }

    /// Rewrites the index so that no deleted word remains in it; until then FTS5 only marks them as deleted.
    ///
    /// Takes about 0.2 s for 10,000 chunks. Does nothing where nothing was deleted.
    static func eraseDeleted(in database: Database) throws {
        guard try Bool.fetchOne(database, sql: "SELECT erasure_pending FROM library") == true else { return }
        try database.execute(sql: "INSERT INTO chunk_words (chunk_words) VALUES ('optimize')")
        try database.execute(sql: "UPDATE library SET erasure_pending = 0")
    }
}
