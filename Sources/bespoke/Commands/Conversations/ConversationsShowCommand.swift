internal import ArgumentParser
internal import Assistants
internal import Library

/// `conversations show ID`
struct ConversationsShowCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a conversation: its questions, answers and sources.")

    @Argument(help: "The id of the conversation or of one of its answers, or “last”.")
    var id: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let conversation = try await library.conversation(named: id)
        if console.isJSON {
            try console.json(try await ConversationExport(conversation, in: library).report)
            return .done
        }
        try console.paragraph(conversation.name, as: .bold)
        try console.paragraph(
            "\(conversation.profile), \(CalendarText.minute(conversation.createdAt)), "
                + "\(Quantity.count(conversation.answerCount, "answer")), \(conversation.id)", as: .faint)
        for answer in try await library.answers(inConversation: conversation.id) {
            try console.line()
            try console.paragraph("> \(answer.content.question)", indent: 2, as: .bold)
            var writer = AnswerWriter(console: console)
            try writer.push(answer.content.text ?? ChatCommands.forgotten)
            try writer.finish()
            var written: Set<String> = []
            let lines = try answer.citations.map(SourceLine.of).filter { written.insert($0).inserted }
            if !lines.isEmpty { try console.line() }
            for line in lines { try console.paragraph(line, indent: 4) }
            try console.paragraph("(\(answer.id))", as: .faint)
        }
        return .done
    }
}

extension LibraryStore {
    /// A conversation by what a user calls it: its id, that of an answer, or `last`.
    func conversation(named id: String) async throws -> ConversationSummary {
        guard id.lowercased() == "last" else { return try await conversation(id) }
        guard let last = try await conversations(ofProfile: nil).first else {
            throw Failure("there is no conversation yet; “bespoke chat” begins one")
        }
        return last
    }
}
