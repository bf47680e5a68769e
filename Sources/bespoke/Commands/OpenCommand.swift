internal import ArgumentParser
internal import Assistants
internal import Library

/// `open ANSWER N`
struct OpenCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Show where a source of an answer stands, with what is around it.",
        discussion: """
            Text is shown by its lines as they are in the document, other documents by their passages. A > marks the lines with \
            quoted words; on a terminal the words are set apart.
            """)

    @Argument(help: "The answer's id, or “last”.")
    var answer: String

    @Argument(help: "The source's number in the answer.")
    var number = 1

    @Option(help: ArgumentHelp("Lines before and after.", valueName: "count"))
    var context = 3

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try (0...1000).check(context, of: "--context")
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let stored = try await library.answer(named: answer)
        let passages = try await SourceOpener(library: library, profile: stored.profile, context: context)
            .passages(number, of: Turn(stored))
        if console.isJSON {
            try console.json(OpenReport(passages, number: number, id: stored.id))
            return .done
        }
        for (index, passage) in passages.enumerated() {
            if index > 0 { try console.line() }
            try PassageText(passage).write(to: console)
        }
        return .done
    }
}

extension LibraryStore {
    /// An answer by what a user calls it: its id, that of its conversation, or `last`.
    func answer(named id: String) async throws -> StoredAnswer {
        try await answer(id.lowercased() == "last" ? conversation(named: id).id : id)
    }
}
