import Evaluation
import Foundation
import Inference
import TestSupport
import Testing

/// Whole evaluations of small sets.
struct RetrievalEvaluationTests {
    @Test("A set goes through the product's pipeline and is measured at every stage")
    func smallSet() async throws {
        try await withSet { set in
            let run = try await RetrievalEvaluation(embedder: LetterEmbedder()).run(set)
            let measures = run.measures(against: try set.judgements())
            #expect(measures.map(\.stage) == ["words", "vectors", "fused", "smoothed", "reranked"])
            #expect(run.queries.map(\.id) == ["q1", "q 2"])
            // The first query is answered on top, by one of two equal texts each of which counts; the other has no word of its text.
            #expect(measures[0].mrr10.mean == 0.5)
            #expect(measures[0].recall100.mean == 0.5)
            #expect(measures[3].recall100.mean == 1)
        }
    }

    @Test("The run that is written has the measures that are told")
    func trecRun() async throws {
        try await withSet { set in
            let run = try await RetrievalEvaluation(embedder: LetterEmbedder()).run(set)
            let rows = run.trec.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
            #expect(rows.allSatisfy { $0.count == 6 && $0[1] == "Q0" && $0[5] == "bespoke" && Double($0[4]) != nil })
            let judgements = try set.judgements()
            var sum = 0.0
            for query in run.queries {
                let scores = rows.filter { $0[0] == query.id }.map { (document: $0[2], score: Double($0[4]) ?? 0) }
                let measures = RankingMeasures(grades: judgements[query.id] ?? [:])
                #expect(rows.filter { $0[0] == query.id }.map { $0[2] } == RankingMeasures.order(scores))
                sum += measures.ndcg(of: RankingMeasures.order(scores))
            }
            let told = try #require(run.measures(against: judgements).last).ndcg10.mean
            #expect(abs(sum / 2 - told) < 1e-9)
        }
    }

    @Test(
        "What is wrong with a set is said with the file and the line",
        arguments: [
            ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\ta\n", "line 2 of qrels.tsv"),
            ("qrels.tsv", "query-id\tcorpus-id\tscore\nq9\ta\t1\n", "no query of"),
            ("queries.jsonl", "{\"_id\": \"q1\"}\n", "line 1 of queries.jsonl"),
            ("corpus.jsonl", "{\"_id\": \"a\", \"text\": \"x\"}\nnonsense\n", "line 2 of corpus.jsonl"),
            ("corpus.jsonl", nil, "could not read"),
        ])
    func damaged(file: String, content: String?, expected: String) async throws {
        try await withSet { set in
            let url = set.folder.appending(path: file)
            try FileManager.default.removeItem(at: url)
            if let content { try Data(content.utf8).write(to: url) }
            await #expect {
                _ = try await RetrievalEvaluation(embedder: LetterEmbedder()).run(set)
            } throws: { ($0 as? EvaluationError)?.message.contains(expected) == true }
        }
    }

    private func withSet(_ body: (EvaluationSet) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = [
            "corpus.jsonl": """
            {"_id": "a/1", "title": "Otters", "text": "They eat fish."}
            {"_id": "b", "title": "Otters", "text": "They eat fish."}
            {"_id": "c", "title": "", "text": "Trains leave at noon."}
            {"_id": "d", "text": " "}

            """,
            "queries.jsonl": """
            {"_id": "q1", "text": "what do otters eat"}
            {"_id": "q 2", "text": "zzz"}
            {"_id": "q3", "text": "never judged"}

            """,
            "qrels.tsv": "query-id\tcorpus-id\tscore\r\nq1\ta/1\t1\r\nq1\tb\t1\r\nq 2\tc\t2\r\n",
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try await body(EvaluationSet(folder: folder))
    }
}

/// An embedder whose vectors count letters.
struct LetterEmbedder: Embedder {
    let name = "letters"
    let dimension = 27
    let maximumTokens = 256

    func covers(_ text: String) -> Bool { true }
    func tokenCount(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Float]] {
        texts.map { text in
            var vector = [Float](repeating: 0, count: dimension)
            vector[26] = 1
            for byte in text.lowercased().utf8 where (97..<123).contains(byte) { vector[Int(byte) - 97] += 1 }
            return vector
        }
    }
}
