internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// BM25 with k₁ = 1.5 and b = 0.7 over the profile's own statistics; equal scores in order of ids.
    ///
    /// Takes about 0.5 ms for a question over 10,000 chunks. Empty where the query has no word.
    public func fullTextSearch(_ query: String, profile: String, limit: Int) async throws -> [ScoredChunk] {
        let scopes = scopes
        return try await read { database in
            let id = try ProfileRow.id(of: profile, in: database)
            guard limit > 0, let expression = FullTextQuery(query) else { return [] }
            let scope = try scopes.scope(of: id, in: database)
            let found = FullTextGatherer(scope: scope)
            try found.run(expression, in: database)
            return found.matches.best(limit)
        }
    }

    /// Scans the 8-bit codes, then orders the best by the cosine of the original floats.
    public func vectorSearch(
        _ vector: [Float], in space: VectorSpace, profile: String, limit: Int
    ) async throws -> [ScoredChunk] {
        try check(vector, in: space, what: "the query's vector")
        let (scopes, vectorCache) = (scopes, vectorCache)
        return try await read { database in
            let id = try ProfileRow.id(of: profile, in: database)
            guard limit > 0, let spaceID = try VectorTable.id(of: space, in: database) else { return [] }
            let scope = try scopes.scope(of: id, in: database)
            let index = try vectorCache.index(of: spaceID, dimension: space.dimension, in: database)
            // The codes order nearly as the floats do; the best few times as many are enough for an exact order.
            let (candidates, overflow) = limit.multipliedReportingOverflow(by: 4)
            let nearest = index.nearest(to: vector, limit: overflow ? limit : candidates, scope: scope)
            let originals = try VectorTable.originals(
                of: nearest.map(\.id), space: spaceID, dimension: space.dimension, index: index, in: database)
            var top = TopScores(limit: limit)
            for (chunk, original) in originals { top.insert(chunk, score: VectorArithmetic.cosine(vector, original)) }
            return top.sorted
        }
    }
}
