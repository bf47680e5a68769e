package import Library

/// Fuses rankings by the reciprocals of their ranks (Cormack, Clarke and Büttcher, SIGIR 2009): a chunk scores
/// weight / (k + rank) in each ranking that holds it, and the sum is divided by the most that a chunk could reach.
///
/// Ranks are used because BM25 scores and cosines have no common scale.
package struct ReciprocalRankFusion {
    package var settings: RetrievalSettings

    package init(settings: RetrievalSettings) { self.settings = settings }

    /// A chunk with its places and its fused score, 0…1.
    package struct Entry {
        package var chunk: Int64
        package var words: Placement?
        package var vector: Placement?
        package var score: Double
    }

    /// All chunks of both rankings, best first. An absent ranking (nil) takes no part in the scale; equal scores are
    /// ordered by chunk, so that the same rankings always give the same order.
    package func fuse(words: [ScoredChunk]?, vectors: [ScoredChunk]?) -> [Entry] {
        var entries: [Int64: Entry] = [:]
        var best = 0.0
        if let words {
            best += settings.wordsWeight / (settings.rankConstant + 1)
            for (index, hit) in words.enumerated() {
                entries[hit.id, default: Entry(chunk: hit.id, score: 0)].words = Placement(
                    rank: index + 1, score: hit.score)
            }
        }
        if let vectors {
            best += settings.vectorWeight / (settings.rankConstant + 1)
            for (index, hit) in vectors.enumerated() {
                entries[hit.id, default: Entry(chunk: hit.id, score: 0)].vector = Placement(
                    rank: index + 1, score: hit.score)
            }
        }
        guard best > 0 else { return [] }
        return entries.values.map { entry in
            var entry = entry
            let wordsPart = entry.words.map { settings.wordsWeight / (settings.rankConstant + Double($0.rank)) } ?? 0
            let vectorPart = entry.vector.map { settings.vectorWeight / (settings.rankConstant + Double($0.rank)) } ?? 0
            entry.score = (wordsPart + vectorPart) / best
            return entry
        }.sorted { $0.score != $1.score ? $0.score > $1.score : $0.chunk < $1.chunk }
    }
}
