internal import ArgumentParser

/// `models`
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List, fetch, add, remove and choose models.",
        subcommands: [
            ModelsListCommand.self, ModelsPullCommand.self, ModelsAddCommand.self, ModelsRemoveCommand.self,
            ModelsUseCommand.self,
        ],
        defaultSubcommand: ModelsListCommand.self)
}
