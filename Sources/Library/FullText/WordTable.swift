internal import Foundation
internal import GRDB

/// The full-text index: `word_posting` has a row for each block of 16,384 chunks and each word that it has, and `recent_words` holds
/// what is not in it yet.
///
/// A search reads a row for each of its words and each block. What is added goes to the last block, so that little of the file is
/// written; what one document adds would still touch a row for each of its words. Documents therefore wait in `recent_words`, a row each,
/// until there are enough of them (``settle(in:)``). Both are searched.
enum WordTable {
    /// Rows and chunks of `recent_words` from which they are settled: the chunks of a block, most of whose words are then put down once.
    private static let mostRecent = (rows: 1_024, chunks: Int(Postings.blockSize))
    private static let putting =
        "INSERT OR REPLACE INTO word_posting (word, block, chunks, postings) VALUES (?, ?, ?, ?)"

    /// The tables of version 8 of the schema, in place of FTS5's: filled anew.
    @Sendable static func replaceFTS5(_ database: Database) throws {
        try database.execute(
            sql: """
                DROP TABLE chunk_words;
                CREATE TABLE word_posting (
                  word TEXT NOT NULL,
                  block INTEGER NOT NULL,
                  chunks INTEGER NOT NULL,
                  postings BLOB NOT NULL,
                  PRIMARY KEY (block, word)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE recent_words (
                  first_chunk INTEGER PRIMARY KEY,
                  chunks INTEGER NOT NULL,
                  words BLOB NOT NULL
                ) STRICT;
                ALTER TABLE document ADD COLUMN languages TEXT NOT NULL DEFAULT '';
                ALTER TABLE library DROP COLUMN erasure_pending;
                """)
        try spellAnew(in: database)
    }

    /// Version 9 of the schema: spells anew where a word of the scripts that it is about is in the index.
    @Sendable static func divideByDictionary(_ database: Database) throws {
        try settle(in: database)
        let statement = try database.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM word_posting WHERE block = ? AND word >= char(?) AND word < char(?))
                """)
        var next = try Int64.fetchOne(database, sql: "SELECT min(block) FROM word_posting")
        while let block = next {
            for range in ScalarSpelling.dictionaryRanges
            where try Bool.fetchOne(
                statement, arguments: [block, Int64(range.lowerBound), Int64(range.upperBound) + 1]) == true
            {
                return try spellAnew(in: database)
            }
            next = try Int64.fetchOne(
                database, sql: "SELECT min(block) FROM word_posting WHERE block > ?", arguments: [block])
        }
    }

    /// Fills the index anew, as a change of ``WordScanner`` or of what stems it needs, and notes lengths and languages.
    private static func spellAnew(in database: Database) throws {
        try database.execute(sql: "DELETE FROM word_posting; DELETE FROM recent_words;")
        var speller = ChunkSpeller()
        for document in try Row.fetchAll(database, sql: "SELECT id, title, first_chunk, chunk_count FROM document") {
            let id: Int64 = try document.decode(atIndex: 0)
            let chunks = try DocumentRow.chunks(first: document.decode(atIndex: 2), count: document.decode(atIndex: 3))
            var notes = WordNotes()
            try forEachBlock(of: chunks, title: document.decode(atIndex: 1), &speller, in: database) { chunks, stems in
                try insert(chunks, stems: stems, in: database)
                for chunk in chunks { notes.add(chunk.words) }
            }
            try notes.write(document: id, in: database)
        }
        try settle(in: database)
    }

    /// Calls `body` with the words of a document's chunks, those of one block at a time, and with what their numbers stand for.
    private static func forEachBlock(
        of chunks: Range<Int64>, title: String?, _ speller: inout ChunkSpeller, in database: Database,
        _ body: ([(chunk: Int64, words: ChunkWords)], _ stems: ByteStrings) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, text, headings FROM chunk WHERE id >= ? AND id < ? ORDER BY id",
            arguments: [chunks.lowerBound, chunks.upperBound])
        var group: [(chunk: Int64, words: ChunkWords)] = []
        while let row = try rows.next() {
            let chunk: Int64 = try row.decode(atIndex: 0)
            if let last = group.last, Postings.block(of: last.chunk) != Postings.block(of: chunk) {
                try body(group, speller.stems)
                group = []
            }
            let headings = try JSONText.decode(
                [String].self, from: try row.decode(atIndex: 2), what: "the headings of chunk \(chunk)")
            group.append((chunk, speller.words(text: try row.decode(atIndex: 1), headings: headings, title: title)))
        }
        if !group.isEmpty { try body(group, speller.stems) }
    }

    /// Adds the words of chunks of one document, whose ids ascend and are greater than all in the index.
    ///
    /// - Parameter stems: what the numbers of their words stand for.
    static func insert(
        _ chunks: [(chunk: Int64, words: ChunkWords)], stems: ByteStrings, in database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO recent_words (first_chunk, chunks, words) VALUES (?, ?, ?)")
        for block in chunks.chunked(by: { Postings.block(of: $0.chunk) }) {
            var words = RecentWords(stems: stems)
            for (chunk, spelled) in block { words.add(spelled, slot: Postings.slot(of: chunk)) }
            try statement.execute(arguments: [block[block.startIndex].chunk, block.count, words.bytes])
        }
        let recent = try Row.fetchOne(database, sql: "SELECT count(*), coalesce(sum(chunks), 0) FROM recent_words")
        let (rows, count) =
            try recent.map { (try $0.decode(Int.self, atIndex: 0), try $0.decode(Int.self, atIndex: 1)) } ?? (0, 0)
        if rows >= mostRecent.rows || count >= mostRecent.chunks { try settle(in: database) }
    }

    /// Puts what waits in `recent_words` into the index.
    static func settle(in database: Database) throws {
        /// The rows of each block, one behind the other.
        var recent: [Int64: [UInt8]] = [:]
        try RecentWords.forEachRow(in: database) { recent[$0, default: []].append(contentsOf: $1) }
        for (block, words) in recent.sorted(by: { $0.key < $1.key }) {
            try words.withUnsafeBytes { try settle($0, block: block, in: database) }
        }
        try database.execute(sql: "DELETE FROM recent_words")
    }

    /// Puts words of one block into the index, in order: the rows of `word_posting` are then met in theirs.
    private static func settle(_ bytes: UnsafeRawBufferPointer, block: Int64, in database: Database) throws {
        var words = ByteStrings()
        /// The postings of all words as they come, and for each those of the same word that follow, -1 for none.
        var pieces: [(bytes: Range<Int>, next: Int)] = []
        /// The first and the last of a word's.
        var ends: [(first: Int, last: Int)] = []
        let letters = bytes.bindMemory(to: UInt8.self)
        try RecentWords.forEach(in: bytes) { entry in
            let number = Int(words.number(of: UnsafeBufferPointer(rebasing: letters[entry.word])))
            if number == ends.count {
                ends.append((pieces.count, pieces.count))
            } else {
                pieces[ends[number].last].next = pieces.count
                ends[number].last = pieces.count
            }
            pieces.append((entry.postings, -1))
        }
        var buffer = PostingsBuffer()
        let hasRows =
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM word_posting WHERE block = ?)", arguments: [block])
            ?? false
        let known = try database.cachedStatement(sql: "SELECT postings FROM word_posting WHERE block = ? AND word = ?")
        let put = try database.cachedStatement(sql: putting)
        for number in words.sorted {
            let word = words.string(number)
            buffer.clear()
            if hasRows, let row = try Row.fetchOne(known, arguments: [block, word]) {
                try row.withBytes(atIndex: 0) { try buffer.append(unpacking: $0) }
            }
            var piece = ends[number].first
            while piece >= 0 {
                try buffer.append(unpacking: UnsafeRawBufferPointer(rebasing: bytes[pieces[piece].bytes]))
                piece = pieces[piece].next
            }
            try put.execute(arguments: [word, block, buffer.count, buffer.pack()])
        }
    }

    /// Takes out the words of a document's chunks; nothing of them remains.
    static func delete(_ chunks: Range<Int64>, title: String?, in database: Database) throws {
        guard !chunks.isEmpty else { return }
        try database.execute(
            sql: "DELETE FROM recent_words WHERE first_chunk >= ? AND first_chunk < ?",
            arguments: [chunks.lowerBound, chunks.upperBound])
        var speller = ChunkSpeller()
        try forEachBlock(of: chunks, title: title, &speller, in: database) { group, stems in
            let block = Postings.block(of: group[0].chunk)
            let first = block * Postings.blockSize
            let slots =
                Int(
                    max(chunks.lowerBound, first) - first)..<Int(
                    min(chunks.upperBound, first + Postings.blockSize) - first)
            for word in Set(group.flatMap { $0.words.frequencies.map { stems.string(Int($0.stem)) } }).sorted() {
                guard var postings = try postings(of: word, block: block, in: database) else { continue }
                postings.remove(slots)
                try put(postings, of: word, block: block, in: database)
            }
        }
    }

    /// Whether documents wait in `recent_words`.
    static func hasRecent(in database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM recent_words)") ?? false
    }

    private static func postings(of word: String, block: Int64, in database: Database) throws -> Postings? {
        let statement = try database.cachedStatement(
            sql: "SELECT postings FROM word_posting WHERE block = ? AND word = ?")
        return try Row.fetchOne(statement, arguments: [block, word]).map { row in
            try row.withBytes(atIndex: 0) { try Postings(unpacking: $0) }
        }
    }

    private static func put(
        _ postings: Postings, of word: String, block: Int64, in database: Database
    ) throws {
        guard !postings.slots.isEmpty else {
            return try database.cachedStatement(sql: "DELETE FROM word_posting WHERE block = ? AND word = ?")
                .execute(arguments: [block, word])
        }
        try database.cachedStatement(sql: putting).execute(
            arguments: [word, block, postings.slots.count, Data(postings.packed)])
    }
}

extension Array {
    /// The elements in order, divided where what `key` says of them changes.
    fileprivate func chunked(by key: (Element) -> Int64) -> [ArraySlice<Element>] {
        var groups: [ArraySlice<Element>] = []
        var start = startIndex
        while start < endIndex {
            let end = self[start...].firstIndex { key($0) != key(self[start]) } ?? endIndex
            groups.append(self[start..<end])
            start = end
        }
        return groups
    }
}
