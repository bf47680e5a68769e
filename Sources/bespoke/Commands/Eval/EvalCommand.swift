internal import ArgumentParser

/// `eval`
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Measure how well the search finds what it should, and how well answers answer.",
        subcommands: [EvalRetrievalCommand.self, EvalAnswersCommand.self, EvalProfileCommand.self])
}
