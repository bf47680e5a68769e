import Evaluation
import Foundation
import Testing

/// Measures against those of pytrec_eval (`Fixtures/README.md`).
struct RankingMeasuresTests {
    struct Case: Decodable {
        var grades: [String: Int]
        var run: [String: Double]
        var measures: [String: Double]
    }

    @Test("Every measure is that of pytrec_eval, equal scores and unjudged documents included")
    func reference() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/pytrec_eval.json")
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
        #expect(cases.count == 60)
        for (number, sample) in cases.enumerated() {
            let ranking = RankingMeasures.order(sample.run.map { (document: $0.key, score: $0.value) })
            let measures = RankingMeasures(grades: sample.grades)
            let found = [
                "ndcg_cut_10": measures.ndcg(of: ranking), "recall_5": measures.recall(of: ranking, depth: 5),
                "recall_10": measures.recall(of: ranking, depth: 10),
                "recall_100": measures.recall(of: ranking, depth: 100),
                "mrr_10": measures.reciprocalRank(of: ranking),
            ]
            for (name, value) in sample.measures {
                #expect(abs((found[name] ?? -1) - value) < 0.00005, "\(name) of case \(number)")
            }
        }
    }

    @Test("Without a relevant document every measure is 0")
    func nothingRelevant() {
        let measures = RankingMeasures(grades: ["a": 0])
        #expect(measures.ndcg(of: ["a"]) == 0)
        #expect(measures.recall(of: ["a"], depth: 10) == 0)
        #expect(measures.reciprocalRank(of: ["a"]) == 0)
    }
}
