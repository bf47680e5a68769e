internal import Foundation

/// Okapi BM25 with the inverse document frequency of Lucene, which is never negative: a chunk's score is the sum of weight · saturation
/// over the query's words, where saturation is f(k₁ + 1) / (f + k₁(1 − b + b · length/average)).
///
/// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.
enum BM25 {
    /// How soon further occurrences stop counting.
    static let k1: Float = 1.5
    /// How much longer texts are discounted.
    static let b: Float = 0.7

    /// ln(1 + (N − n + ½)/(n + ½)), for a word in n of N documents.
    static func weight(documentFrequency n: Int, documentCount: Int) -> Float {
        log(1 + (Float(documentCount - n) + 0.5) / (Float(n) + 0.5))
    }

    /// k₁(1 − b + b · length/average): what a text of this length takes off.
    static func discount(length: Float, average: Float) -> Float { k1 * (1 - b) + k1 * b / average * length }

    /// f(k₁ + 1) / (f + discount).
    static func saturation(frequency: Float, length: Float, average: Float) -> Float {
        frequency * (k1 + 1) / (frequency + discount(length: length, average: average))
    }
}
