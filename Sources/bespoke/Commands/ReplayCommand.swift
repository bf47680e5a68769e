internal import ArgumentParser
internal import Assistants
internal import Inference
internal import Library

/// `replay ANSWER`
struct ReplayCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Answer a kept question again, and say whether the answer is the same.",
        discussion: """
            The version of the profile, the conversation, engine, sampling and seed are those of the answer. Ends with 1 where the \
            answer is another one, and says what changed: files, models, engine, version.
            """)

    @Argument(help: "The answer's id, or “last”.")
    var answer: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let stored = try await library.answer(named: answer)
        let settings = try stored.settings
        let engine = settings.origin.engine
        let replayer = Replayer(
            library: library, embedder: try await workspace.embedder(of: library),
            engine: try await workspace.engines.engine(for: engine),
            reranking: try await RerankerSetting.reranking(settings.reranker ?? "none", in: workspace.models)
        ) { workspace.origin(of: $0, engine: engine) }
        let replay = try await replayer.replay(stored)
        if console.isJSON {
            try console.json(ReplayReport(replay))
        } else {
            try write(replay, to: console)
        }
        return replay.isSame ? .done : .failed
    }

    private func write(_ replay: Replay, to console: Console) throws {
        if replay.isSame {
            try console.line("The same answer, byte for byte.", as: .bold)
        } else {
            try console.line("The answer is another one.", as: .bold)
            try console.line("\nThen:", as: .faint)
            try console.paragraph(replay.former.content.text ?? ChatCommands.forgotten)
            try console.line("\nNow:", as: .faint)
            try console.paragraph(replay.answer.text)
        }
        if !replay.changes.isEmpty { try console.line("\nWhat changed since:", as: .faint) }
        for change in replay.changes { try console.paragraph("- \(change.message)", indent: 2) }
        if !replay.isSame, replay.changes.isEmpty {
            try console.paragraph(
                "\nNothing that is known of changed; a server may answer otherwise each time, and so may an engine with a "
                    + "temperature on another processor.")
        }
    }
}

/// The result of `replay`.
struct ReplayReport: Encodable {
    let id: String
    let same: Bool
    let question: String
    let formerAnswer: String?
    let answer: String
    let changes: [Replay.Change]

    init(_ replay: Replay) {
        id = replay.former.id
        same = replay.isSame
        question = replay.former.content.question
        formerAnswer = replay.former.content.text
        answer = replay.answer.text
        changes = replay.changes
    }
}
