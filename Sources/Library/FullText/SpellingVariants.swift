internal import GRDB

/// Words of the library's own vocabulary that a word of a query, which occurs nowhere, may have been meant for.
struct SpellingVariants {
    /// The most variants of a word.
    private static let mostVariants = 3
    /// Shorter words are as near to too many others.
    private static let leastLetters = 5
    /// From so many letters on two may be wrong.
    private static let lettersForTwo = 8
    /// What is left of looking, in a vocabulary that takes too long.
    private static let patience = Duration.milliseconds(50)
    /// Endings that the index takes off words; one of them gives a spelling that the index finds again.
    private static let endings = ["", "e", "s", "es", "y", "ing", "ed"]

    private let database: Database
    private let stemmer: any FTS5Tokenizer

    init(in database: Database) throws {
        self.database = database
        stemmer = try database.makeTokenizer(FTS5TokenizerDescriptor(components: FullTextTable.tokenizer))
        try database.execute(
            sql: "CREATE VIRTUAL TABLE IF NOT EXISTS temp.chunk_vocabulary USING fts5vocab(main, chunk_words, row)")
    }

    /// Spellings that differ from `word` by one letter, or two in a long word, that was left out, added, replaced or changed places with
    /// its neighbour; never the first one. The nearest come first, and of those the most frequent.
    func variants(of word: String) throws -> [String] {
        let stem = try stemmer.stem(of: word)
        let letters = Array(stem.unicodeScalars)
        guard word.unicodeScalars.count >= Self.leastLetters, letters.count > 2,
            letters.allSatisfy({ $0.properties.isAlphabetic && !$0.properties.isIdeographic }),
            let first = letters.first
        else { return [] }
        let most = word.unicodeScalars.count >= Self.lettersForTwo ? 2 : 1
        var found: [(distance: Int, count: Int, term: String)] = []
        let terms = try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT term, doc FROM chunk_vocabulary WHERE term >= ? AND term <= ?"),
            arguments: [String(first), String(first) + "\u{10FFFF}"])
        let start = ContinuousClock.now
        while let row = try terms.next(), ContinuousClock.now - start < Self.patience {
            let term: String = try row.decode(atIndex: 0)
            guard abs(term.utf8.count - stem.utf8.count) <= 4 * most,
                let distance = EditDistance(most: most).between(letters, Array(term.unicodeScalars)), distance > 0
            else { continue }
            found.append((distance, try row.decode(atIndex: 1), term))
        }
        found.sort { ($0.distance, -$0.count, $0.term) < ($1.distance, -$1.count, $1.term) }
        return try found.filter { $0.distance == found[0].distance }.prefix(Self.mostVariants).compactMap { entry in
            try Self.endings.lazy.map { entry.term + $0 }.first { try stemmer.stem(of: $0) == entry.term }
        }
    }
}

extension FTS5Tokenizer {
    /// A word as the index has it.
    fileprivate func stem(of word: String) throws -> String { try tokenize(query: word).first?.token ?? word }
}

/// The letters by which two words differ (Damerau, 1964, with each letter moved at most once).
struct EditDistance {
    /// What is farther apart is not told.
    var most: Int

    /// The distance; nil where it is more than ``most``.
    func between(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int? {
        guard abs(first.count - second.count) <= most else { return nil }
        var beforeLast = [Int](repeating: 0, count: second.count + 1)
        var last = Array(0...second.count)
        for row in first.indices {
            var next = [row + 1]
            for column in second.indices {
                let isSame = first[row] == second[column]
                var least = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                next.append(least)
            }
            guard next.contains(where: { $0 <= most }) else { return nil }
            (beforeLast, last) = (last, next)
        }
        return last[second.count] <= most ? last[second.count] : nil
    }
}
