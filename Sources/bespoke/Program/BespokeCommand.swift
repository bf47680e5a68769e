internal import ArgumentParser

/// The whole command line.
struct BespokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bespoke",
        abstract: "Your assistant, from your files, on your machine.",
        discussion: """
            A profile is a named assistant: instructions, settings and files. Create one, add files, ask it:

              bespoke create notes --instructions "Answer from my notes."
              bespoke add notes ~/Documents/notes
              bespoke ask notes "When does the lease end?"

            Exit codes: 0 done, 1 failed, 2 partly done (what failed is listed), 64 wrong usage, 130 interrupted.
            """,
        version: Program.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Profiles",
                subcommands: [
                    CreateCommand.self, ListCommand.self, ShowCommand.self, EditCommand.self, RenameCommand.self,
                    CloneCommand.self, DeleteCommand.self, CalibrateCommand.self,
                ]),
            CommandGroup(
                name: "Files",
                subcommands: [
                    AddCommand.self, FilesCommand.self, SyncCommand.self, WatchCommand.self, RemoveCommand.self,
                ]),
            CommandGroup(
                name: "Using",
                subcommands: [
                    AskCommand.self, ChatCommand.self, OpenCommand.self, ConversationsCommand.self, ReplayCommand.self,
                    SearchCommand.self, TestCommand.self, TextCommand.self,
                ]),
            CommandGroup(name: "Models", subcommands: [ModelsCommand.self, EnginesCommand.self]),
            CommandGroup(
                name: "Looking inside",
                subcommands: [EvalCommand.self, PredictCommand.self, DoctorCommand.self, VerifyCommand.self]),
        ])
}
