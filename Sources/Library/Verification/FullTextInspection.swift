internal import Foundation
internal import GRDB

/// The full-text index against the words of the chunks, in both directions.
enum FullTextInspection {
    static func problems(in database: Database) throws -> [LibraryProblem] {
        var indexed: [Int64: Int] = [:]
        var unreadable = 0
        try forEachPostings(in: database) { word, block, postings in
            guard let postings = try? postings(), let first = firstChunk(ofBlock: block) else {
                unreadable += 1
                return
            }
            for (slot, frequency) in zip(postings.slots, postings.frequencies) {
                indexed[first + Int64(slot), default: 0] &+= digest(word, frequency)
            }
        }
        var missing: [Int64] = []
        var wrong: [Int64] = []
        var speller = ChunkSpeller()
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT chunk.id, text, headings, title, lengths, ordinal, languages FROM chunk
                LEFT JOIN document ON document.id = chunk.document
                """)
        while let row = try rows.next() {
            let id: Int64 = try row.decode(atIndex: 0)
            let headings = try? JSONDecoder().decode(
                [String].self, from: Data(row.decode(String.self, atIndex: 2).utf8))
            let words = speller.words(
                text: try row.decode(atIndex: 1), headings: headings ?? [], title: try row.decode(atIndex: 3))
            let lengths = (try row.decode(Data?.self, atIndex: 4))?.numbers(UInt32.self) ?? []
            let ordinal: Int = try row.decode(atIndex: 5)
            let length = lengths.indices.contains(ordinal) ? Int(lengths[ordinal]) : nil
            let languages = WordNotes.languages(try row.decode(String?.self, atIndex: 6) ?? "")
            let digest = indexed.removeValue(forKey: id)
            if digest == nil, !words.frequencies.isEmpty {
                missing.append(id)
            } else if length != words.count || words.language.map({ !languages.contains($0) }) == true
                || digest ?? 0
                    != words.frequencies.reduce(
                        0, { $0 &+ Self.digest(speller.stems.string(Int($1.stem)), $1.frequency) })
            {
                wrong.append(id)
            }
        }
        let names: (Int64) throws -> [String] = { try Concerned.files(ofChunk: $0, in: database) }
        var problems =
            try LibraryInspection.problem(
                "missingFullText", "chunk", missing, "cannot be found by their words" + LibraryInspection.addAgain,
                naming: names)
            + LibraryInspection.problem(
                "orphanFullText", "chunk", indexed.keys.sorted(),
                "are in the full-text index and nowhere else; restore the library from a backup")
            + LibraryInspection.problem(
                "damagedFullText", "chunk", wrong,
                "have other words in the full-text index than in their text" + LibraryInspection.addAgain, naming: names
            )
        if unreadable > 0 {
            problems.append(
                LibraryProblem(
                    code: "damagedFullText",
                    message:
                        "the full-text index is damaged: \(unreadable) of its rows cannot be read; restore the library "
                        + "from a backup"))
        }
        return problems
    }

    /// Calls `body` with the postings of each word and block, those that are recent included; reading them may throw.
    private static func forEachPostings(
        in database: Database, _ body: (_ word: String, _ block: Int64, _ postings: () throws -> Postings) -> Void
    ) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT word, block, postings, chunks FROM word_posting")
        while let row = try rows.next() {
            let (word, block): (String, Int64) = (try row.decode(atIndex: 0), try row.decode(atIndex: 1))
            let chunks: Int = try row.decode(atIndex: 3)
            try row.withBytes(atIndex: 2) { bytes in
                body(word, block) { try Postings(unpacking: bytes, count: chunks) }
            }
        }
        try RecentWords.forEachRow(in: database) { block, bytes in
            do {
                try RecentWords.forEach(in: bytes) { entry in
                    body(String(decoding: bytes[entry.word], as: UTF8.self), block) {
                        try Postings(
                            unpacking: UnsafeRawBufferPointer(rebasing: bytes[entry.postings]), count: entry.chunks)
                    }
                }
            } catch {
                body("", block) { throw error }
            }
        }
    }

    private static func firstChunk(ofBlock block: Int64) -> Int64? {
        (0..<1 << 36).contains(block) ? block * Postings.blockSize : nil
    }

    /// What a word adds to the digest of a chunk that has it.
    private static func digest(_ word: String, _ frequency: UInt8) -> Int {
        var hasher = Hasher()
        hasher.combine(word)
        hasher.combine(frequency)
        return hasher.finalize()
    }
}
