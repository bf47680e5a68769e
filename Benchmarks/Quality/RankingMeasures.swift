import Foundation

/// Measures of a ranking against graded judgements, as trec_eval defines them.
struct RankingMeasures {
    /// Grades by document; documents that are not named have grade 0.
    var grades: [String: Int]

    /// Normalised discounted cumulative gain of the first `depth` documents, with linear gain (Järvelin and Kekäläinen, 2002).
    func ndcg(of ranking: [String], depth: Int = 10) -> Double {
        let gain = ranking.prefix(depth).enumerated().reduce(0.0) {
            $0 + Double(max(0, grades[$1.element] ?? 0)) / log2(Double($1.offset) + 2)
        }
        let ideal = grades.values.sorted(by: >).prefix(depth).enumerated()
            .reduce(0.0) { $0 + Double(max(0, $1.element)) / log2(Double($1.offset) + 2) }
        return ideal > 0 ? gain / ideal : 0
    }

    /// The share of relevant documents among the first `depth`.
    func recall(of ranking: [String], depth: Int) -> Double {
        let relevant = Set(grades.filter { $0.value > 0 }.keys)
        guard !relevant.isEmpty else { return 0 }
        return Double(ranking.prefix(depth).count { relevant.contains($0) }) / Double(relevant.count)
    }
}
