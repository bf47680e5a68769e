internal import Assistants
internal import Foundation
internal import Inference
internal import Library

/// A conversation that is going on: its turns, its engine, and where it is kept.
final class ChatSession: Sendable {
    let library: SQLiteLibrary
    let profile: String
    private let workspace: Workspace
    private let embedder: any Embedder
    private let options: AskOptions

    /// What changes while it goes on.
    private struct State {
        var assistant: Assistant
        /// The engine as the user wrote it; nil is the default.
        var engine: String?
        var turns: [Turn] = []
        /// Answers that are not in the library, for `save`.
        var unkept: [Answer] = []
        var conversation: String?
        var isKept: Bool
    }
    private let state: Protected<State>

    /// - Parameters:
    ///   - engine: the engine as the user wrote it; nil is the default.
    ///   - conversation: a kept conversation that goes on.
    init(
        profile: Profile, library: SQLiteLibrary, workspace: Workspace, engine: String?, options: AskOptions,
        isKept: Bool, continuing conversation: ConversationSummary?
    ) async throws {
        self.library = library
        self.profile = profile.name
        self.workspace = workspace
        self.options = options
        embedder = try await workspace.embedder(of: library)
        let assistant = Assistant(
            profile: profile, library: library, embedder: embedder,
            engine: try await workspace.engines.engine(for: engine))
        var state = State(assistant: assistant, engine: engine, conversation: conversation?.id, isKept: isKept)
        if let conversation {
            state.turns = try await library.answers(inConversation: conversation.id).map(Turn.init)
        }
        self.state = Protected(state)
    }

    /// What is to be known of the engine.
    var warnings: [AnswerWarning] { state.value.assistant.warnings }
    /// What was asked and answered so far.
    var turns: [Turn] { state.value.turns }
    /// The engine as the user wrote it.
    var engine: String { state.value.engine ?? workspace.models.catalogue.defaultEngine }
    /// The id under which it is kept; nil where it is not yet.
    var conversation: String? { state.value.conversation }

    /// Goes on with another engine.
    func use(engine text: String) async throws {
        let engine = EngineSetting.named(text)
        let made = try await workspace.engines.engine(for: engine)
        let profile = try await library.profile(named: profile)
        state.change {
            $0.engine = engine
            $0.assistant = Assistant(profile: profile, library: library, embedder: embedder, engine: made)
        }
    }

    /// Asks; what comes is handed to `show`. A whole answer becomes a turn and is kept, one that is stopped leaves nothing.
    ///
    /// - Parameter again: whether it is the last question that is asked again; its answer is replaced.
    func ask(
        _ question: String, again: Bool = false, show: @escaping @Sendable (String) throws -> Void
    ) async throws -> (answer: Answer, id: String?, notKept: String?) {
        let now = state.value
        var options = options
        if again {
            // At temperature 0 the same would be said again.
            let temperature = try await library.profile(named: profile).settings.temperature
            if options.temperature ?? temperature ?? 0 == 0 { options.temperature = Self.retryTemperature }
            options.seed = UInt64.random(in: 1...UInt64(UInt32.max))
        }
        var whole: Answer?
        for try await event in now.assistant.ask(
            question, options: options, after: again ? now.turns.dropLast() : now.turns)
        {
            switch event {
            case .text(let piece): try show(piece)
            case .finished(let answer): whole = answer
            }
        }
        try Task.checkCancellation()
        guard let answer = whole else {
            throw Failure("the engine ended without an answer; ask again, or try another /engine")
        }
        let (id, notKept) = try await keep(answer, replacing: again ? now.turns.last?.id : nil)
        state.change {
            if again { _ = $0.turns.popLast() }
            $0.turns.append(Turn(answer, id: id))
            if id == nil {
                if again { _ = $0.unkept.popLast() }
                $0.unkept.append(answer)
            }
        }
        return (answer, id, notKept)
    }

    private static let retryTemperature = 0.7

    /// Keeps the answer; where that fails, says why: the user has the answer all the same.
    private func keep(_ answer: Answer, replacing replaced: String?) async throws -> (id: String?, problem: String?) {
        guard state.value.isKept else { return (nil, nil) }
        do {
            let kept = try await keeper(of: answer).keep(
                [answer], inConversation: state.value.conversation, replacing: replaced)
            state.change { $0.conversation = kept.first?.conversation }
            return (kept.first?.id, nil)
        } catch let error as LibraryError {
            return (nil, error.message)
        }
    }

    private func keeper(of answer: Answer) -> AnswerKeeper {
        AnswerKeeper(
            library: library, profile: profile,
            origin: workspace.origin(of: answer.settings, engine: state.value.engine))
    }

    /// Takes the last turn back. - Returns: its question; nil where there is none.
    func undo() async throws -> String? {
        guard let turn = turns.last else { return nil }
        if let id = turn.id {
            do {
                try await library.delete(answer: id)
            } catch let error as LibraryError where error.code == .conversationNotFound {
                // Another chat took it back already.
            }
        }
        state.change {
            $0.turns.removeLast()
            if turn.id == nil { _ = $0.unkept.popLast() }
            if !$0.turns.contains(where: { $0.id != nil }) { $0.conversation = nil }
        }
        return turn.question
    }

    /// Keeps what is not kept yet and all that follows, and gives the conversation a name. - Returns: its id.
    func save(as name: String) async throws -> String? {
        let now = state.value
        if let first = now.unkept.first {
            let kept = try await keeper(of: first).keep(now.unkept, inConversation: now.conversation)
            state.change { state in
                state.conversation = kept.first?.conversation
                state.unkept = []
                let unkept = state.turns.indices.filter { state.turns[$0].id == nil }
                for (index, answer) in zip(unkept, kept) { state.turns[index].id = answer.id }
            }
        }
        state.change { $0.isKept = true }
        if let conversation, !name.isEmpty { try await library.rename(conversation: conversation, to: name) }
        return conversation
    }
}
