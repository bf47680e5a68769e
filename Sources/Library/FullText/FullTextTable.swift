internal import Foundation
internal import GRDB

/// The table `chunk_words`: the words of every chunk, without the text.
enum FullTextTable {
    /// How FTS5 divides and stems what ``WordScanner`` spelled, as the schema has it.
    static let tokenizer = ["porter", "ascii", "tokenchars", ".+#"]

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

    /// Fills the table anew, as a change of ``WordScanner`` needs it, and notes the new lengths.
    static func spellAnew(in database: Database) throws {
        try database.execute(sql: "INSERT INTO chunk_words (chunk_words) VALUES ('delete-all')")
        var scanner = WordScanner()
        for document in try Row.fetchAll(database, sql: "SELECT id, title, chunk_count FROM document") {
            let id: Int64 = try document.decode(atIndex: 0)
            let title: String? = try document.decode(atIndex: 1)
            var lengths: [UInt32] = []
            let rows = try Row.fetchCursor(
                database, sql: "SELECT id, text, headings FROM chunk WHERE document = ? ORDER BY ordinal",
                arguments: [id])
            while let row = try rows.next() {
                let chunk: Int64 = try row.decode(atIndex: 0)
                let headings = try JSONText.decode(
                    [String].self, from: try row.decode(atIndex: 2), what: "the headings of chunk \(chunk)")
                let words = entry(text: try row.decode(atIndex: 1), headings: headings, title: title, scanner: &scanner)
                try insert(words, chunk: chunk, in: database)
                lengths.append(UInt32(words.count))
            }
            try database.execute(
                sql: "UPDATE document SET lengths = ? WHERE id = ?", arguments: [Data(numbers: lengths), id])
        }
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
