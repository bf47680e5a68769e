internal import ArgumentParser
internal import Library

/// `conversations list [NAME]`
struct ConversationsListCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the conversations, last changed first.")

    @Argument(help: "Only those of this profile.")
    var name: String?

    @Option(help: ArgumentHelp("The most conversations.", valueName: "count"))
    var limit = 50

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is \(limit), and must be 1 at least.") }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let all = try await global.workspace().library().conversations(ofProfile: name)
        let shown = Array(all.prefix(limit))
        if console.isJSON {
            try console.json(ConversationListReport(shown))
            return .done
        }
        guard !shown.isEmpty else {
            try console.note("There is no conversation yet. Begin one: bespoke chat NAME")
            return .done
        }
        var table = Table([("ID", .left), ("PROFILE", .left), ("CHANGED", .left), ("ANSWERS", .right), ("NAME", .left)])
        for conversation in shown {
            table.add([
                conversation.id, DisplayWidth.truncate(conversation.profile, to: 20),
                CalendarText.minute(conversation.updatedAt), Quantity.grouped(conversation.answerCount),
                conversation.name,
            ])
        }
        for line in table.lines(width: console.output.width) { try console.line(line) }
        if all.count > limit {
            try console.note("\(Quantity.grouped(all.count - limit)) more; --limit shows more of them.")
        }
        return .done
    }
}

/// The result of `conversations list`.
struct ConversationListReport: Encodable {
    let conversations: [ConversationRow]

    init(_ conversations: [ConversationSummary]) { self.conversations = conversations.map(ConversationRow.init) }
}
