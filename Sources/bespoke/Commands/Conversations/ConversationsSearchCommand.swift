internal import ArgumentParser
internal import Foundation
internal import Library

/// `conversations search QUERY`
struct ConversationsSearchCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find answers by words of question and text; all of them must be there.")

    @Argument(help: "The words.")
    var query: [String]

    @Option(help: ArgumentHelp("Only those of this profile.", valueName: "name"))
    var profile: String?

    @Option(help: ArgumentHelp("The most answers.", valueName: "count"))
    var limit = 20

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is \(limit), and must be 1 at least.") }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let query = self.query.joined(separator: " ")
        guard query.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw Failure("the query is empty; write words of what you are looking for", code: .wrongUsage)
        }
        let found = try await global.workspace().library().answers(matching: query, ofProfile: profile, limit: limit)
        if console.isJSON {
            try console.json(ConversationSearchReport(answers: found.map(ConversationSearchReport.Row.init)))
            return .done
        }
        if found.isEmpty { try console.note("No question and no answer has these words.") }
        for answer in found {
            try console.paragraph(
                "\(answer.id)  \(answer.profile), \(CalendarText.minute(answer.createdAt)): \(answer.content.question)",
                indent: 8, as: .bold)
            let text = (answer.content.text ?? ChatCommands.forgotten).split(whereSeparator: \.isWhitespace)
            try console.paragraph(
                String(repeating: " ", count: 8) + DisplayWidth.truncate(text.joined(separator: " "), to: 240),
                indent: 8)
        }
        return .done
    }
}

/// The result of `conversations search`.
struct ConversationSearchReport: Encodable {
    let answers: [Row]

    /// One answer.
    struct Row: Encodable {
        let id: String
        let conversation: String
        let profile: String
        let question: String
        let answer: String?
        let createdAt: Date

        init(_ answer: StoredAnswer) {
            id = answer.id
            conversation = answer.conversation
            profile = answer.profile
            question = answer.content.question
            self.answer = answer.content.text
            createdAt = answer.createdAt
        }
    }
}
