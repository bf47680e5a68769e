internal import GRDB

/// Finds the chunks of a scope that are best for a question by their words.
enum FullTextSearch {
    /// Words that occur nowhere for which others are looked for.
    private static let mostUnknownWords = 4

    /// The best `limit` chunks; equal scores in order of their ids.
    ///
    /// What stands in quotation marks also counts as a whole, and for a word that occurs nowhere those count that it was perhaps meant
    /// for.
    static func best(_ limit: Int, for question: String, scope: ProfileScope, in database: Database) throws
        -> [ScoredChunk]
    {
        guard var query = FullTextQuery(question, languages: scope.languages) else { return [] }
        var search = try search(query, scope: scope, in: database)
        let unknown = search.missing.prefix(mostUnknownWords)
        if !unknown.isEmpty {
            let spelling = SpellingVariants(database: database, blocks: scope.blocks)
            query.add(variants: try unknown.flatMap { try spelling.variants(of: $0) })
            search = try self.search(query, scope: scope, in: database)
        }
        let best = try search.best(limit)
        guard !query.phrases.isEmpty else { return best }
        let phrases = try PhraseSearch(search: search, database: database).scores(of: query.phrases)
        let words = try search.scores(of: phrases.keys.sorted())
        var top = TopScores(limit: limit)
        for chunk in best where phrases[chunk.id] == nil { top.insert(chunk.id, score: Float(chunk.score)) }
        for (chunk, score) in phrases { top.insert(chunk, score: score + (words[chunk] ?? 0)) }
        return top.sorted
    }

    private static func search(_ query: FullTextQuery, scope: ProfileScope, in database: Database) throws -> WordSearch
    {
        try WordSearch(query.words, lists: WordLists(query.words, scope: scope, in: database), scope: scope)
    }
}
