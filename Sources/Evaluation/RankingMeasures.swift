internal import Foundation

/// Measures of a ranking against graded judgements, as `trec_eval` defines them.
///
/// ```swift
/// RankingMeasures(grades: ["a": 1, "b": 2]).ndcg(of: ["a", "c", "b"])  // 0.7601
/// ```
public struct RankingMeasures: Sendable {
    /// Grades by document; documents that are not named have grade 0.
    public var grades: [String: Int]

    /// Measures against `grades`.
    public init(grades: [String: Int]) { self.grades = grades }

    /// Normalised discounted cumulative gain of the first `depth` documents, with linear gain (Järvelin and Kekäläinen, 2002).
    public func ndcg(of ranking: [String], depth: Int = 10) -> Double {
        let ideal = discountedGain(grades.values.sorted(by: >), depth)
        return ideal > 0 ? discountedGain(ranking.map { grades[$0] ?? 0 }, depth) / ideal : 0
    }

    /// The share of relevant documents that are among the first `depth`.
    public func recall(of ranking: [String], depth: Int) -> Double {
        let relevant = grades.values.count { $0 > 0 }
        guard relevant > 0 else { return 0 }
        return Double(ranking.prefix(depth).count { (grades[$0] ?? 0) > 0 }) / Double(relevant)
    }

    /// One over the rank of the first relevant document among the first `depth`; 0 where there is none.
    public func reciprocalRank(of ranking: [String], depth: Int = 10) -> Double {
        ranking.prefix(depth).firstIndex { (grades[$0] ?? 0) > 0 }.map { 1 / Double($0 + 1) } ?? 0
    }

    /// The documents by falling score, as `trec_eval` orders a run: scores count in single precision, and of equal ones the
    /// document whose id comes last in the order of bytes stands first.
    public static func order(_ scores: [(document: String, score: Double)]) -> [String] {
        scores.map { (document: $0.document, score: Float($0.score)) }.sorted {
            $0.score != $1.score
                ? $0.score > $1.score : $1.document.utf8.lexicographicallyPrecedes($0.document.utf8)
        }.map(\.document)
    }

    private func discountedGain(_ grades: [Int], _ depth: Int) -> Double {
        grades.prefix(depth).enumerated().reduce(0) { $0 + Double(max(0, $1.element)) / log2(Double($1.offset) + 2) }
    }
}
