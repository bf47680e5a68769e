internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// BM25 with k₁ = 1.5 and b = 0.7 over the profile's own statistics (``FullTextSearch``). Empty where the query has no word.
    public func fullTextSearch(_ query: String, profile: String, limit: Int) async throws -> [ScoredChunk] {
        let scopes = scopes
        return try await read { database in
            let id = try ProfileRow.id(of: profile, in: database)
            guard limit > 0 else { return [] }
            let scope = try scopes.scope(of: id, in: database)
            return try FullTextSearch.best(limit, for: query, scope: scope, in: database)
        }
    }

    /// Scans codes of 2 bits a number, then compares the best exactly. A vector of zeros is as near as 0 to any other.
    public func vectorSearch(
        _ vector: [Float], in space: VectorSpace, profile: String, limit: Int
    ) async throws -> [ScoredChunk] {
        try check(vector, in: space, what: "the query's vector")
        let (scopes, vectorCache) = (scopes, vectorCache)
        return try await read { database in
            let id = try ProfileRow.id(of: profile, in: database)
            guard limit > 0, let layout = try VectorTable.layout(of: space, in: database) else { return [] }
            let scope = try scopes.scope(of: id, in: database)
            let index = try vectorCache.index(layout, in: database)
            return try index.nearest(to: vector, limit: limit, scope: scope, in: database)
        }
    }
}
