internal import ArgumentParser

/// `conversations`
struct ConversationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conversations", abstract: "What was asked and answered: list, show, search, export, delete.",
        discussion: """
            Every “ask” begins a conversation, and “chat” goes on with one. An answer is known by six letters and digits, and so is \
            its conversation. What was answered from a document goes when the document goes.
            """,
        subcommands: [
            ConversationsListCommand.self, ConversationsShowCommand.self, ConversationsSearchCommand.self,
            ConversationsExportCommand.self, ConversationsDeleteCommand.self,
        ], defaultSubcommand: ConversationsListCommand.self)
}
