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

    @OptionGroup var asking: AskingOptions

    @Flag(help: "Write the answer when it is whole, not word by word.")
    var noStream = false

    @Flag(help: "Say how the answer came about: what was found, weighed, asked, and how long it took.")
    var explain = false

    @OptionGroup var history: HistoryOptions

    @OptionGroup var retrieval: RetrievalOptions

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let profile = try await library.profile(named: name)
        let options = try await asking.options(searching: retrieval, for: profile, in: workspace.models)
        let question =
            try self.question == ["-"]
            ? TextArgument.text("-", of: .question) : self.question.joined(separator: " ")
        let embedder = try await workspace.embedder(of: library)
        let chosen = asking.engine.map(EngineSetting.named) ?? profile.settings.engine
        let assistant = Assistant(
            profile: profile, library: library, embedder: embedder,
            engine: try await workspace.engines.engine(for: chosen))
        for warning in assistant.warnings { try console.warn(warning.message) }

        let answer = try await write(assistant.ask(question, options: options), to: console)
        let kept = try await keep(answer, engine: chosen, in: library, workspace, console)

        if console.isJSON {
            try console.json(AnswerReport(answer, id: kept, explain: explain))
            return .done
        }
        try AnswerWriter.writeSources(of: answer, to: console)
        if explain { try Explanation(answer: answer).write(to: console) }
        return .done
    }

    /// Writes the text as it comes, and returns the whole answer.
    private func write(
        _ events: AsyncThrowingStream<AnswerEvent, any Error>, to console: Console
    ) async throws -> Answer {
        var writer = AnswerWriter(console: console)
        var held: [String] = []
        var answer: Answer?
        do {
            for try await event in events {
                switch event {
                case .text(let piece) where noStream: held.append(piece)
                case .text(let piece) where !console.isJSON: try writer.push(piece)
                case .text: break
                case .finished(let whole): answer = whole
                }
            }
        } catch {
            if writer.isBegun { try? writer.finish() }
            throw error
        }
        try Task.checkCancellation()
        guard let answer else {
            throw Failure("the engine ended without an answer; ask again, or try another --engine")
        }
        if !console.isJSON {
            for piece in held { try writer.push(piece) }
            try writer.finish()
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
}
