internal import Foundation
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

    let database: Database
    /// The blocks whose words are looked at.
    let blocks: [Int64]

    /// Words of the index that differ from `word` by one letter, or two in a long word, that was left out, added, replaced or changed
    /// places with its neighbour; never the first one. The nearest come first, and of those the most frequent.
    func variants(of word: FullTextQuery.Word) throws -> [String] {
        guard !word.isPrefix, word.text.unicodeScalars.count >= Self.leastLetters else { return [] }
        let most = word.text.unicodeScalars.count >= Self.lettersForTwo ? 2 : 1
        var nearest: [String: Int] = [:]
        for stem in word.stems {
            let letters = Array(stem.unicodeScalars)
            guard letters.count > 2, letters.allSatisfy({ $0.properties.isAlphabetic && !$0.properties.isIdeographic })
            else { continue }
            try forEachWord(beginningWith: letters[0]) { other in
                guard abs(other.utf8.count - stem.utf8.count) <= 4 * most,
                    let distance = EditDistance(most: most).between(letters, Array(other.unicodeScalars)), distance > 0
                else { return }
                nearest[other] = min(nearest[other] ?? distance, distance)
            }
        }
        guard let least = nearest.values.min() else { return [] }
        let counted = try nearest.filter { $0.value == least }.map { (word: $0.key, chunks: try chunks(with: $0.key)) }
        return counted.sorted { ($1.chunks, $0.word) < ($0.chunks, $1.word) }.prefix(Self.mostVariants).map(\.word)
    }

    /// Calls `body` with the words of the index that begin with a letter, as far as there is time.
    private func forEachWord(beginningWith letter: Unicode.Scalar, _ body: (String) -> Void) throws {
        let start = ContinuousClock.now
        let statement = try database.cachedStatement(
            sql: "SELECT word FROM word_posting WHERE block = ?1 AND word >= ?2 AND word < ?2 || char(0x10FFFF)")
        for block in blocks {
            let words = try String.fetchCursor(statement, arguments: [block, String(letter)])
            while let word = try words.next(), ContinuousClock.now - start < Self.patience { body(word) }
        }
        let first = Array(String(letter).utf8)
        try RecentWords.forEachRow(in: database) { _, bytes in
            guard ContinuousClock.now - start < Self.patience else { return }
            try RecentWords.forEach(in: bytes) { entry in
                let word = bytes[entry.word]
                if word.starts(with: first) { body(String(decoding: word, as: UTF8.self)) }
            }
        }
    }

    /// How many chunks have a word, without those that are recent.
    private func chunks(with word: String) throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT chunks FROM word_posting WHERE block = ? AND word = ?")
        return try blocks.reduce(0) { try $0 + (Int.fetchOne(statement, arguments: [$1, word]) ?? 0) }
    }
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
