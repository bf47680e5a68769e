internal import Foundation
internal import GRDB

/// Full-text rows against chunks, in both directions.
enum FullTextInspection {
    /// Rows without chunk, chunks without row, and rows that are not as long as their chunk's words.
    static func problems(in database: Database) throws -> [LibraryProblem] {
        let missing = try Int64.fetchAll(
            database, sql: "SELECT id FROM chunk WHERE id NOT IN (SELECT id FROM chunk_words_docsize) ORDER BY id")
        let orphans = try Int64.fetchAll(
            database, sql: "SELECT id FROM chunk_words_docsize WHERE id NOT IN (SELECT id FROM chunk) ORDER BY id")
        let names: (Int64) throws -> [String] = { try Concerned.files(ofChunk: $0, in: database) }
        return try LibraryInspection.problem(
            "missingFullText", "chunk", missing, "cannot be found by their words" + LibraryInspection.addAgain,
            naming: names)
            + LibraryInspection.problem(
                "orphanFullText", "full-text row", orphans,
                "belong to no chunk; restore the library from a backup")
            + LibraryInspection.problem(
                "damagedFullText", "chunk", try wrongLengths(in: database),
                "have a full-text row of another length than their words" + LibraryInspection.addAgain, naming: names)
    }

    /// The index itself. FTS5 checks it by an `INSERT`, which needs a connection that may write.
    static func indexProblems(in database: Database) throws -> [LibraryProblem] {
        do {
            try database.execute(sql: "INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return [damagedIndex("FTS5 finds it corrupt")]
        }
        try database.execute(sql: "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, chunk_words, row)")
        defer { try? database.execute(sql: "DROP TABLE temp.words") }
        let indexed = try Int.fetchOne(database, sql: "SELECT coalesce(sum(cnt), 0) FROM temp.words") ?? 0
        var counted = 0
        let rows = try Row.fetchCursor(database, sql: "SELECT sz FROM chunk_words_docsize")
        while let row = try rows.next() { counted += rowLength(try row.decode(atIndex: 0)) ?? 0 }
        return indexed == counted ? [] : [damagedIndex("it holds \(indexed) words, but its rows have \(counted)")]
    }

    private static func damagedIndex(_ reason: String) -> LibraryProblem {
        LibraryProblem(
            code: "damagedFullText",
            message: "the full-text index is damaged: \(reason); restore the library from a backup")
    }

    private static func wrongLengths(in database: Database) throws -> [Int64] {
        var scanner = WordScanner()
        var wrong: [Int64] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT chunk.id, text, headings, title, sz, lengths, ordinal FROM chunk
                JOIN document ON document.id = chunk.document JOIN chunk_words_docsize size ON size.id = chunk.id
                """)
        while let row = try rows.next() {
            let headings =
                (try? JSONDecoder().decode([String].self, from: Data((try row.decode(String.self, atIndex: 2)).utf8)))
                ?? []
            let entry = FullTextTable.entry(
                text: try row.decode(atIndex: 1), headings: headings, title: try row.decode(atIndex: 3),
                scanner: &scanner)
            let lengths = (try row.decode(Data.self, atIndex: 5)).numbers(UInt32.self)
            let ordinal: Int = try row.decode(atIndex: 6)
            let noted = lengths.indices.contains(ordinal) ? Int(lengths[ordinal]) : nil
            if rowLength(try row.decode(atIndex: 4)) != entry.count || noted != entry.count {
                wrong.append(try row.decode(atIndex: 0))
            }
        }
        return wrong
    }

    /// The words of a row: FTS5 keeps one variable-length integer a column, most significant seven bits first.
    private static func rowLength(_ sizes: Data) -> Int? {
        var sum = 0
        var value = 0
        for byte in sizes {
            guard value < 1 << 40 else { return nil }
            value = value << 7 | Int(byte & 0x7F)
            if byte & 0x80 == 0 {
                sum += value
                value = 0
            }
        }
        return sum
    }
}
