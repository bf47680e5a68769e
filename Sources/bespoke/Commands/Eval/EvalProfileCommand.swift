internal import ArgumentParser
internal import Evaluation
internal import Inference
internal import Library

/// `eval profile NAME`
struct EvalProfileCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Measure the search on queries made of a profile's own files.",
        discussion: """
            Each query is a few words drawn from a passage, the telling ones likelier, now and then one of another passage; the \
            search is to find that passage again. The queries are the same in every run, so that settings can be compared. \
            They share words with their passages: questions in other words are harder.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Option(help: ArgumentHelp("The most queries, 1 to 10000.", valueName: "count"))
    var queries = 200

    @OptionGroup var retrieval: RetrievalOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try (1...10_000).check(queries, of: "--queries")
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        _ = try await library.profile(named: name)
        let embedder = try await workspace.embedder(of: library)
        let (run, judgements) = try await RetrievalEvaluation(
            embedder: embedder, settings: retrieval.settings(in: workspace.models)
        )
        .run(profile: name, in: library, count: queries)
        let report = RetrievalMeasuresReport(run, against: judgements, set: name, embedder: embedder.name)
        try report.write(to: console)
        return .done
    }
}
