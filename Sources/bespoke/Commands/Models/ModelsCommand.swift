internal import ArgumentParser

/// `models`
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List, fetch, add and remove models.",
        subcommands: [
            ModelsListCommand.self, ModelsPullCommand.self, ModelsAddCommand.self, ModelsRemoveCommand.self,
        ],
        defaultSubcommand: ModelsListCommand.self)
}
