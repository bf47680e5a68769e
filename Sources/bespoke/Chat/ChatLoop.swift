internal import Assistants
internal import Foundation
internal import Library

/// Takes questions and commands, one after the other, and answers them.
struct ChatLoop {
    let console: Console
    let session: ChatSession
    let lines: any ChatLines
    /// Whether a user types.
    let isInteractive: Bool
    let starters: [String]

    /// Goes on until there is no further line.
    ///
    /// - Returns: `partlyDone` where some questions of a pipe failed, `failed` where all did.
    func run() async throws -> ExitStatus {
        defer { if isInteractive { TerminalMode.restore() } }
        if isInteractive { try welcome() }
        var (answered, failed) = (0, 0)
        while true {
            switch try await lines.next() {
            case .end:
                return failed == 0 ? .done : answered > 0 ? .partlyDone : .failed
            case .interrupted(isEmpty: true): try say("(Ctrl-D or /quit ends the chat.)", as: .faint)
            case .interrupted: break
            case .line(let line):
                do {
                    guard let isAnswered = try await handle(ChatInput(line)) else {
                        return failed == 0 ? .done : answered > 0 ? .partlyDone : .failed
                    }
                    if isAnswered { answered += 1 }
                } catch let closed as Channel.Closed {
                    throw closed
                } catch is CancellationError where !isInteractive {
                    throw CancellationError()
                } catch {
                    failed += 1
                    try console.explain("bespoke: \(Program.message(of: error))", as: .red)
                }
            }
        }
    }

    /// What a chat begins with: what answers, and what could be asked.
    private func welcome() throws {
        try say("\(session.profile), answered by \(session.engine). /help lists what else can be typed.", as: .faint)
        if let last = session.turns.last {
            try say("\nThe conversation goes on after:", as: .faint)
            try console.paragraph("> \(last.question)", indent: 2)
            try console.paragraph(last.text ?? ChatCommands.forgotten)
        } else if !starters.isEmpty {
            try say("\nYou could ask:", as: .faint)
            for (index, starter) in starters.enumerated() {
                try console.paragraph("  \(index + 1)  \(starter)", indent: 5)
            }
        }
        try console.line()
    }

    /// Does what was typed. - Returns: whether a question was answered; nil to end.
    private func handle(_ input: ChatInput) async throws -> Bool? {
        switch input {
        case .nothing: return false
        case .unknown(let word):
            throw Failure("there is no command /\(word.prefix(40)); /help lists those there are", code: .wrongUsage)
        case .question(let text):
            // A starter may be chosen by its number.
            let starter = isInteractive && session.turns.isEmpty ? Int(text) : nil
            let question = starter.flatMap { starters.indices.contains($0 - 1) ? starters[$0 - 1] : nil } ?? text
            if question != text { lines.remember(question) }
            return try await answer(question, again: false)
        case .command(.quit, _): return nil
        case .command(.retry, _):
            guard let last = session.turns.last else {
                throw Failure("there is no question yet that could be asked again")
            }
            try say("> \(last.question)", as: .faint)
            return try await answer(last.question, again: true)
        case .command(let name, let argument):
            try await ChatCommands(session: session, console: console).run(name, argument)
            return false
        }
    }

    /// Answers a question. Ctrl-C stops the answer alone.
    ///
    /// - Returns: false where it was stopped.
    private func answer(_ question: String, again: Bool) async throws -> Bool {
        let writer = Protected(AnswerWriter(console: console))
        let isStopped = Protected(false)
        typealias Asking = Task<(answer: Answer, id: String?, notKept: String?), any Error>
        let running = Protected<Asking?>(nil)
        @Sendable func stop() {
            isStopped.change { $0 = true }
            running.value?.cancel()
        }
        // Begun only where Ctrl-C already stops it, and not the whole program.
        @Sendable func begin() -> Asking {
            let task = Task { [console, session] in
                try await session.ask(question, again: again) { piece in
                    if !console.isJSON { try writer.change { try $0.push(piece) } }
                }
            }
            running.change { $0 = task }
            if isStopped.value { task.cancel() }
            return task
        }
        let result = await withTaskCancellationHandler {
            guard isInteractive else { return await begin().result }
            TerminalMode.answering()
            return await Interruption.redirected(to: stop) { await begin().result }
        } onCancel: {
            stop()
        }
        let (answer, id, notKept): (Answer, String?, String?)
        do {
            (answer, id, notKept) = try result.get()
        } catch {
            if writer.value.isBegun { try writer.change { try $0.finish() } }
            guard error is CancellationError, isInteractive else { throw error }
            try say("(Stopped; nothing of it is kept.)\n", as: .faint)
            return false
        }
        if console.isJSON {
            try console.output.writeBytes(JSONText.line(of: AnswerReport(answer, id: id, explain: false)) + "\n")
        } else {
            try writer.change { try $0.finish() }
            try AnswerWriter.writeSources(of: answer, to: console)
            try console.line()
        }
        if let notKept { try console.warn("the answer was not kept: \(notKept)") }
        return true
    }

    private func say(_ text: String, as style: Style = .plain) throws {
        try console.paragraph(text, as: style)
    }
}
