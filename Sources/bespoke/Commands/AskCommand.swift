internal import ArgumentParser
internal import Assistants
internal import Foundation
internal import Inference
internal import Library

/// `ask NAME QUESTION`
struct AskCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask a profile a question; its files answer, with their sources.",
        usage: "bespoke ask <name> <question> ... [<options>]",
        discussion: """
            What the files do not answer is refused, and the closest passages are shown. With - the question comes \
            from standard input.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(help: "The question.")
    var question: [String]

    @Option(
        name: .customLong("top-k"), help: ArgumentHelp("Snippets given to the engine, 1 to 50.", valueName: "count"))
    var snippetCount: Int?

    @Option(help: ArgumentHelp("Use this engine: a model's name, openai:URL#MODEL, or “default”.", valueName: "engine"))
    var engine: String?

    @Option(help: ArgumentHelp("How freely words are chosen, 0 to 2.", valueName: "number"))
    var temperature: Double?

    @Option(help: ArgumentHelp("Seed of the random choice.", valueName: "number"))
    var seed: UInt64?

    @Flag(help: "Write the answer when it is whole, not word by word.")
    var noStream = false

    @Flag(help: "Say how the answer came about: what was found, weighed, asked, and how long it took.")
    var explain = false

    @OptionGroup var history: HistoryOptions

    @OptionGroup var retrieval: RetrievalOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let snippetCount, !(1...50).contains(snippetCount) {
            throw ValidationError("--top-k is \(snippetCount), and must be between 1 and 50.")
        }
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("--temperature is \(temperature), and must be between 0 and 2.")
        }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let profile = try await library.profile(named: name)
        let question =
            try self.question == ["-"]
            ? TextArgument.text("-", of: .question) : self.question.joined(separator: " ")
        let embedder = try await workspace.embedder(of: library)
        let chosen = engine.map(EngineSetting.named) ?? profile.settings.engine
        let assistant = Assistant(
            profile: profile, library: library, embedder: embedder,
            engine: try await workspace.engines.engine(for: chosen))
        for warning in assistant.warnings { try console.warn(warning.message) }

        var options = AskOptions()
        options.snippetCount = snippetCount
        options.retrieval = try retrieval.settings()
        options.temperature = temperature
        options.seed = seed
        let answer = try await write(assistant.ask(question, options: options), to: console)
        let kept = try await keep(answer, engine: chosen, in: library, workspace, console)

        if console.isJSON {
            try console.json(AnswerReport(answer, id: kept, explain: explain))
            return .done
        }
        try writeSources(of: answer, to: console)
        if explain { try Explanation(answer: answer).write(to: console) }
        return .done
    }

    /// Writes the text as it comes, and returns the whole answer.
    private func write(
        _ events: AsyncThrowingStream<AnswerEvent, any Error>, to console: Console
    ) async throws -> Answer {
        var wrapper = LineWrapper(width: console.output.width)
        var answer: Answer?
        var isShown = false
        do {
            for try await event in events {
                switch event {
                case .text(let piece) where !console.isJSON && !noStream:
                    try console.output.write(wrapper.push(piece))
                    isShown = true
                case .text: break
                case .finished(let whole): answer = whole
                }
            }
        } catch {
            if isShown { try? console.output.write(wrapper.finish() + "\n") }
            throw error
        }
        try Task.checkCancellation()
        guard let answer else {
            throw Failure("the engine ended without an answer; ask again, or try another --engine")
        }
        if !console.isJSON {
            if noStream { try console.output.write(wrapper.push(answer.text)) }
            try console.output.write(wrapper.finish() + "\n")
        }
        return answer
    }

    /// Keeps the answer and returns its id. That it cannot be kept does not take it from the user.
    private func keep(
        _ answer: Answer, engine: String?, in library: SQLiteLibrary, _ workspace: Workspace, _ console: Console
    ) async throws -> String? {
        guard history.isKept else { return nil }
        let keeper = AnswerKeeper(
            library: library, profile: name, origin: workspace.origin(of: answer.settings, engine: engine))
        do {
            return try await keeper.keep([answer]).first?.id
        } catch let error as LibraryError {
            try console.warn("the answer was not kept: \(error.message)")
            return nil
        }
    }

    private func writeSources(of answer: Answer, to console: Console) throws {
        var lines: [String] = []
        if answer.refused {
            guard !answer.snippets.isEmpty else { return }
            try console.line("\nThe closest passages:")
            lines = answer.snippets.map(SourceLine.of)
        } else {
            try console.line()
            lines = answer.citations.map(SourceLine.of)
        }
        var written: Set<String> = []
        for line in lines where written.insert(line).inserted { try console.paragraph(line, indent: 4) }
    }
}
