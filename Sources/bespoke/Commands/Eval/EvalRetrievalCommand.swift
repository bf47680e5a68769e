internal import ArgumentParser
internal import Evaluation
internal import Foundation
internal import Inference

/// `eval retrieval DIR`
struct EvalRetrievalCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieval", abstract: "Measure the search on a folder of texts, queries and judgements.",
        discussion: """
            The folder has corpus.jsonl, queries.jsonl and qrels.tsv in BEIR's layout. Its texts are added to a temporary library \
            as files would be, every judged query is searched, and each stage of the search is measured: words, vectors, both \
            fused, smoothed, and reranked, which is what “bespoke search” shows. Intervals hold 95 % of the means of queries drawn anew.
            """)

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("Write the rankings to this file, as trec_eval reads them.", valueName: "file"))
    var run: String?

    @Option(help: ArgumentHelp("Use this embedder. (default: the library's)", valueName: "model"))
    var embedder: String?

    @OptionGroup var retrieval: RetrievalOptions

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let model = try await workspace.evaluationEmbedder(named: embedder)
        let set = EvaluationSet(folder: URL(filePath: folder, directoryHint: .isDirectory))
        let progress = IngestProgressReporter(console: console)
        defer { progress.clear() }
        let rankings = try await RetrievalEvaluation(
            embedder: model, settings: try await retrieval.settings(in: workspace.models)
        )
        .run(set) { progress.show($0) }
        progress.clear()
        if let run { try write(rankings.trec, to: run) }
        let report = RetrievalMeasuresReport(
            rankings, against: try set.judgements(), set: set.name, embedder: model.name)
        try report.write(to: console)
        return .done
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            throw Failure(
                "could not write \(path): \(SystemReason.of(error)); give --run a file in a folder that is there")
        }
    }
}
