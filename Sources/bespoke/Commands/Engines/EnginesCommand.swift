internal import ArgumentParser

/// `engines`
struct EnginesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engines",
        abstract: "List the engines that a profile can use, and say what servers cost and take.",
        discussion: """
            A profile takes one with --engine: a model on this machine by its name, any server that speaks the OpenAI \
            protocol as openai:URL#MODEL, or Anthropic's as anthropic:MODEL or anthropic:URL#MODEL.

            A server's key comes from $BESPOKE_API_KEY, else $OPENAI_API_KEY; Anthropic's from $ANTHROPIC_API_KEY. With \
            _FILE behind its name such a variable names a file with the key, which only you may read. $HTTPS_PROXY, \
            $HTTP_PROXY and $NO_PROXY are obeyed. A base model goes on with texts and was not made to answer; “ask” warns \
            of it.
            """,
        subcommands: [EnginesListCommand.self, EnginesShowCommand.self, EnginesSetCommand.self],
        defaultSubcommand: EnginesListCommand.self)
}
