import ArgumentParser
import Foundation
import Inference
import Retrieval

/// Search quality: nDCG@10 and recall of words, vectors and both.
struct RetrievalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieval", abstract: "Measures search on evaluation sets in BEIR's layout.")

    @Argument(help: "Folders of sets, each with corpus.jsonl, queries.jsonl and qrels.tsv.")
    var sets: [String]

    @Option(help: "Folder of the models.")
    var models: String

    func run() async throws {
        let embedder = try await NativeEmbedder.standard(in: ModelStore(folder: URL(filePath: models)))
        var rows: [[String]] = []
        for path in sets {
            let set = EvaluationSet(folder: URL(filePath: path))
            let library = try await EvaluationLibrary(of: try set.corpus(), embedder: embedder)
            defer { library.remove() }
            rows += try await measure(set, in: library)
        }
        printTable(["set", "stage", "queries", "nDCG@10", "recall@5", "recall@10", "recall@100"], rows)
    }

    private func measure(_ set: EvaluationSet, in library: EvaluationLibrary) async throws -> [[String]] {
        let judgements = try set.judgements()
        let queries = try set.queries().filter { judgements[$0.id] != nil }
        let retriever = Retriever(library: library.store, embedder: library.embedder)
        let stages: [(name: String, rank: (Candidate) -> Int?)] = [
            ("words", { $0.words?.rank }), ("vectors", { $0.vector?.rank }), ("both", { _ in 0 }),
        ]
        var sums = [[Double]](repeating: [0, 0, 0, 0], count: stages.count)
        for query in queries {
            let result = try await retriever.search(query.text, profile: EvaluationLibrary.profile, limit: 10)
            let measures = RankingMeasures(grades: judgements[query.id] ?? [:])
            for (index, stage) in stages.enumerated() {
                let ranked = result.candidates.enumerated().compactMap { place, candidate in
                    stage.rank(candidate).map { (rank: $0, place: place, document: candidate.document) }
                }.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }
                var seen: Set<String> = []
                let ranking = ranked.flatMap { library.ids(ofDocument: $0.document) }.filter {
                    seen.insert($0).inserted
                }
                sums[index][0] += measures.ndcg(of: ranking)
                for (column, depth) in [5, 10, 100].enumerated() {
                    sums[index][column + 1] += measures.recall(of: ranking, depth: depth)
                }
            }
        }
        return zip(stages, sums).map { stage, sums in
            [set.name, stage.name, "\(queries.count)"] + sums.map { ($0 / Double(queries.count)).rounded(to: 4) }
        }
    }
}
