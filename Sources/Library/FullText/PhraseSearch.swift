internal import GRDB

/// Finds the chunks in scope in which the words of a quoted phrase follow one another. The index says which chunks have all the words;
/// their texts say whether these follow one another.
struct PhraseSearch {
    let search: WordSearch
    let database: Database

    /// Chunks whose text is read, those of the best words first.
    private static let mostRead = 4_096

    /// How much each chunk that has phrases gets for them: BM25 over the phrases as if they were words.
    func scores(of phrases: [FullTextQuery.Phrase]) throws -> [Int64: Float] {
        var scores: [Int64: Float] = [:]
        for phrase in phrases {
            let found = try occurrences(of: phrase)
            let weight =
                phrase.weight * BM25.weight(documentFrequency: found.count, documentCount: search.scope.chunkCount)
            for (chunk, occurrence) in found {
                scores[chunk, default: 0] +=
                    weight
                    * BM25.saturation(
                        frequency: Float(occurrence.frequency), length: Float(occurrence.length),
                        average: search.average)
            }
        }
        return scores
    }

    private func occurrences(of phrase: FullTextQuery.Phrase) throws -> [Int64: (frequency: Int, length: Int)] {
        let candidates = try candidates(of: phrase)
        let base = try search.scores(of: candidates)
        let best = candidates.sorted { (base[$0] ?? 0, $1) > (base[$1] ?? 0, $0) }.prefix(Self.mostRead)
        var speller = ChunkSpeller()
        let statement = try database.cachedStatement(
            sql: """
                SELECT chunk.text, chunk.headings, document.title FROM chunk
                JOIN document ON document.id = chunk.document WHERE chunk.id = ?
                """)
        var found: [Int64: (frequency: Int, length: Int)] = [:]
        for chunk in best {
            guard let row = try Row.fetchOne(statement, arguments: [chunk]) else { continue }
            let headings = try JSONText.decode(
                [String].self, from: try row.decode(atIndex: 1), what: "the headings of chunk \(chunk)")
            let parts = try speller.sequences(
                text: row.decode(atIndex: 0), headings: headings, title: row.decode(atIndex: 2))
            let frequency = parts.reduce(0) { $0 + count(of: phrase, in: $1) }
            if frequency > 0 { found[chunk] = (frequency, parts.reduce(0) { $0 + $1.count }) }
        }
        return found
    }

    /// The chunks in scope that have all words of the phrase, ascending.
    private func candidates(of phrase: FullTextQuery.Phrase) throws -> [Int64] {
        let words = Set(phrase.words)
        var candidates: [Int64] = []
        for block in search.lists.blocks {
            let pieces = Dictionary(grouping: block.pieces.filter { words.contains($0.word) }, by: \.word)
            guard pieces.count == words.count else { continue }
            var common: Set<UInt16>?
            for group in pieces.values {
                var slots: Set<UInt16> = []
                for piece in group {
                    slots.formUnion(try search.lists.with(piece) { try Postings(unpacking: $0) }.slots)
                }
                common = common?.intersection(slots) ?? slots
            }
            let first = block.number * Postings.blockSize
            candidates += (common ?? []).map { first + Int64($0) }.filter(search.scope.contains)
        }
        return candidates.sorted()
    }

    private func count(of phrase: FullTextQuery.Phrase, in text: [String]) -> Int {
        guard text.count >= phrase.words.count else { return 0 }
        return (0...text.count - phrase.words.count).count { start in
            zip(phrase.words, text[start...]).allSatisfy { word, stem in
                let word = search.words[word]
                return word.isPrefix ? stem.hasPrefix(word.stems[0]) : word.stems.contains(stem)
            }
        }
    }
}
