internal import ArgumentParser
internal import Assistants
internal import Foundation
internal import Inference
internal import Library

/// `test NAME`
struct TestCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Ask a profile its own saved questions, and check the answers.",
        discussion: """
            The questions are in the profile's text, under tests: “bespoke edit NAME” changes them, profile.yaml of a \
            ready-made profile brings them. Each says what the answer has to contain or to cite, or that it is to be refused. \
            Ends with 1 where an answer is not as it should be.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "Use this engine: a model's name, openai:URL#MODEL, anthropic:MODEL, or “default”.", valueName: "engine"))
    var engine: String?

    @OptionGroup var thinking: ThinkingOptions

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let profile = try await library.profile(named: name)
        guard !profile.tests.isEmpty else {
            throw Failure(
                "“\(profile.name)” has no saved questions; write them under “tests:” with: bespoke edit \"\(profile.name)\""
            )
        }
        let assistant = Assistant(
            profile: profile, library: library, embedder: try await workspace.embedder(of: library),
            engine: try await workspace.engines.engine(
                for: engine.map(EngineSetting.named) ?? profile.settings.engine))
        for warning in assistant.warnings { try console.warn(warning.message) }
        let progress = QuestionProgressReporter(console: console)
        defer { progress.clear() }
        var options = AskOptions()
        options.thinking = thinking.thinking
        var outcomes: [ProfileTestOutcome] = []
        for test in profile.tests {
            outcomes.append(try await assistant.run(test, options: options))
            progress.show(total: profile.tests.count)
        }
        progress.clear()
        let report = ProfileTestReport(profile.name, outcomes)
        if console.isJSON { try console.json(report) } else { try write(outcomes, to: console) }
        return report.failed == 0 ? .done : .failed
    }

    private func write(_ outcomes: [ProfileTestOutcome], to console: Console) throws {
        var table = Table([("RESULT", .left), ("QUESTION", .left), ("WHAT IS WRONG", .left)])
        for outcome in outcomes {
            table.add([
                outcome.passed ? "ok" : "failed", outcome.test.question, outcome.problems.joined(separator: "; "),
            ])
        }
        for line in table.lines(width: console.output.width) { try console.line(line) }
        let passed = outcomes.count(where: \.passed)
        try console.line("\n\(passed) of \(Quantity.count(outcomes.count, "question")) answered as demanded.")
    }
}
