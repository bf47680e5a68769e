internal import ArgumentParser

/// `eval`
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Measure how well the search finds what it should.",
        subcommands: [EvalRetrievalCommand.self, EvalProfileCommand.self])
}
