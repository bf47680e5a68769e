internal import Foundation
internal import Library

/// A chunk on its way through the stages of a search.
struct RankedChunk: Sendable {
    let chunk: StoredChunk
    var words: Placement?
    var vector: Placement?
    /// Its vector; nil where it has none, or nobody asked.
    var unit: UnitVector?
    /// Standard deviations above the mean candidate after fusion, and after smoothing.
    var fused: Double
    var smoothed: Double
    /// Its place and score by the judge; nil where it was not judged.
    var reranked: Placement?
    /// The same scale: what candidates are ordered by.
    var score: Double

    /// What a result says of it.
    var candidate: Candidate {
        Candidate(
            chunk: chunk.id, document: chunk.file, ordinal: chunk.ordinal, words: words, vector: vector,
            fused: Self.share(fused), smoothed: Self.share(smoothed), reranked: reranked, score: share)
    }

    /// The score as 0…1.
    var share: Double { Self.share(score) }

    /// Deviations from the mean candidate as 0…1, by the logistic function.
    private static func share(_ score: Double) -> Double { 1 / (1 + exp(-score)) }
}

extension [RankedChunk] {
    /// Best first; equal ones in order of their ids.
    var ranked: [RankedChunk] {
        sorted { $0.score != $1.score ? $0.score > $1.score : $0.chunk.id < $1.chunk.id }
    }

    /// What was found for several wordings of a query, with the mean of the scores; a chunk that a wording did not find has the least
    /// score of that. Ranks are of the first wording that found it.
    ///
    /// - Parameter pools: the first is that of the query itself.
    static func merged(_ pools: [[RankedChunk]]) -> [RankedChunk] {
        let floors = pools.map { pool in pool.map(\.fused).min() ?? 0 }
        let scores = pools.map { pool in
            Dictionary(pool.map { ($0.chunk.id, $0.fused) }, uniquingKeysWith: { first, _ in first })
        }
        let found = Dictionary(grouping: pools.joined(), by: \.chunk.id)
        return found.sorted { $0.key < $1.key }.compactMap { id, entries in
            guard var entry = entries.first else { return nil }
            entry.words = entries.lazy.compactMap(\.words).first
            entry.vector = entries.lazy.compactMap(\.vector).first
            let sum = zip(scores, floors).reduce(0) { $0 + ($1.0[id] ?? $1.1) }
            entry.fused = sum / Double(pools.count)
            return entry
        }
    }
}
