internal import ArgumentParser
internal import Assistants
internal import Foundation
internal import Library

/// `chat NAME`
struct ChatCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Talk with a profile: question after question.",
        usage: "bespoke chat <name> [--continue [<id>]] [<options>]",
        discussion: """
            On a terminal the line can be edited, and /help lists the commands. Without one each line of standard input is a \
            question, and answers go to standard output, with --json a line each. Ctrl-C stops an answer, Ctrl-D ends.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(help: ArgumentHelp("With --continue: which conversation. (default: the last)", valueName: "id"))
    var conversation: String?

    @Flag(name: .customLong("continue"), help: "Go on with a conversation.")
    var goesOn = false

    @OptionGroup var asking: AskingOptions

    @OptionGroup var history: HistoryOptions

    @OptionGroup var retrieval: RetrievalOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let conversation, !goesOn {
            throw ValidationError(
                "Unexpected argument “\(conversation)”; --continue \(conversation) goes on with a conversation.")
        }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let profile = try await library.profile(named: name)
        let session = try await ChatSession(
            profile: profile, library: library, workspace: workspace,
            engine: asking.engine.map(EngineSetting.named) ?? profile.settings.engine,
            options: try await asking.options(searching: retrieval, for: profile, in: workspace.models),
            isKept: history.isKept,
            continuing: goesOn ? try await former(in: library) : nil)
        for warning in session.warnings { try console.warn(warning.message) }
        let lines = try await lines(console, library)
        return try await ChatLoop(
            console: console, session: session, lines: lines, isInteractive: lines is TypedLines,
            starters: profile.starters
        ).run()
    }

    /// The conversation that is to go on.
    private func former(in library: SQLiteLibrary) async throws -> ConversationSummary {
        if let conversation, conversation.lowercased() != "last" {
            let found = try await library.conversation(conversation)
            let own = try await library.profile(named: name).name
            guard found.profile == own else {
                throw Failure(
                    "the conversation \(found.id) is one of “\(found.profile)”: bespoke chat \(found.profile) --continue \(found.id)"
                )
            }
            return found
        }
        guard let last = try await library.conversations(ofProfile: name).first else {
            throw Failure("“\(name)” has no conversation yet that could go on; leave out --continue")
        }
        return last
    }

    private func lines(_ console: Console, _ library: SQLiteLibrary) async throws -> any ChatLines {
        let environment = ProcessInfo.processInfo.environment
        let screen = [console.output, console.diagnostics].first(where: \.isTerminal)
        guard isatty(0) == 1, !console.isJSON, let screen, environment["TERM"] != "dumb" else { return PipedLines() }
        let questions = try await library.questions(ofProfile: name, limit: 500)
        return TypedLines(channel: screen, profile: name, questions: questions)
    }
}
