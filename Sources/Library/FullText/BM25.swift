internal import Foundation

/// Okapi BM25 with the inverse document frequency of Lucene, which is never negative.
///
/// score = Σ ln(1 + (N − n + ½)/(n + ½)) · f(k₁ + 1) / (f + k₁(1 − b + b·length/average)); Robertson and Zaragoza, "The
/// Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.
enum BM25 {
    /// How soon further occurrences stop counting.
    static let k1: Float = 1.5
    /// How much longer texts are discounted.
    static let b: Float = 0.75

    /// The best `limit` of the gathered rows; equal scores in order of their chunks.
    ///
    /// - Parameters:
    ///   - chunkCount: chunks in scope, matching or not.
    ///   - wordCount: their words.
    static func best(_ limit: Int, of found: FullTextGatherer, chunkCount: Int, wordCount: Int) -> [ScoredChunk] {
        let phrases = found.documentFrequencies.count
        let weights = found.documentFrequencies.map { n in
            log(1 + (Float(chunkCount) - Float(n) + 0.5) / (Float(n) + 0.5)) * (k1 + 1)
        }
        let average = max(1, Float(wordCount) / Float(max(1, chunkCount)))
        var top = TopScores(limit: limit)
        for (row, chunk) in found.chunks.enumerated() {
            let norm = k1 * (1 - b + b * found.lengths[row] / average)
            var score: Float = 0
            for phrase in 0..<phrases {
                let frequency = Float(found.frequencies[row * phrases + phrase])
                if frequency > 0 { score += weights[phrase] * frequency / (frequency + norm) }
            }
            top.insert(chunk, score: score)
        }
        return top.sorted
    }
}
