public import Inference
public import Library
internal import Foundation
public import Retrieval

/// What a replay found.
public struct Replay: Sendable {
    /// Something that is not as it was when the answer was given.
    public struct Change: Sendable, Hashable, Codable {
        /// What kind of thing it is.
        public enum Code: String, Sendable, Codable {
            case files, vectors, profile, engine, embedder, model, program, conversation
        }
        /// What kind of thing it is.
        public var code: Code
        /// What was and what is.
        public var message: String
    }

    /// The answer as it was kept.
    public var former: StoredAnswer
    /// The answer as it is given now.
    public var answer: Answer
    /// What changed in between.
    public var changes: [Change]
    /// Whether both have the same text, byte for byte.
    public var isSame: Bool { StoredAnswer.digest(of: answer.text) == former.digest }
}

/// Answers kept questions again, from what was kept with them.
public struct Replayer: Sendable {
    private let library: any LibraryStore
    private let embedder: any Embedder
    private let engine: any Engine
    private let reranking: Reranking
    private let origin: @Sendable (AnswerSettings) -> AnswerOrigin

    /// Creates a replayer.
    ///
    /// - Parameters:
    ///   - engine: the one that the answer names, or what has come into its place.
    ///   - reranking: what the answer names as ``AnswerSettings/reranker``.
    ///   - origin: what the program knows of engine and embedder as they are now.
    public init(
        library: any LibraryStore, embedder: any Embedder, engine: any Engine, reranking: Reranking,
        origin: @escaping @Sendable (AnswerSettings) -> AnswerOrigin
    ) {
        self.library = library
        self.embedder = embedder
        self.engine = engine
        self.reranking = reranking
        self.origin = origin
    }

    /// Asks again what was asked, with the version of the profile, the conversation, the sampling and the seed of then.
    ///
    /// On an unchanged library the answer has the same bytes; else ``Replay/changes`` say what is different.
    ///
    /// - Throws: an ``AssistantError``, a `LibraryError`, an `InferenceError` or `CancellationError`.
    public func replay(_ former: StoredAnswer) async throws -> Replay {
        let settings = try former.settings
        var changes: [Replay.Change] = []
        let profile = try await profile(of: former, &changes)
        let turns = try await turns(of: settings, &changes)
        var options = AskOptions()
        options.snippetCount = settings.snippetCount
        options.thinking = settings.thinking ?? 1
        options.temperature = settings.sampling.temperature
        options.seed = settings.sampling.seed
        // Where the version that answered is gone, its variables may be too.
        let names = InstructionTemplate(profile.instructions).names
        options.variables = (settings.variables ?? [:]).filter { names.contains($0.key) }
        options.unsupported = settings.unsupported ?? .marked
        options.retrieval.candidatesPerStage = settings.candidates
        options.retrieval.wordsWeight = settings.wordsWeight
        options.retrieval.smoothing = settings.smoothing
        options.retrieval.reranking = settings.reranker == nil ? .none : reranking
        options.retrieval.rerankedCandidates =
            settings.rerankedCandidates ?? options.retrieval.rerankedCandidates
        options.retrieval.expansion = settings.expansion ?? QueryExpansion()
        options.retrieval.diversity = settings.diversity ?? 0
        options.retrieval.sectionTokens = settings.sectionTokens
        options.retrieval.filter = try settings.filter.map { try SearchFilter($0) }
        let assistant = Assistant(profile: profile, library: library, embedder: embedder, engine: engine)
        var whole: Answer?
        for try await case .finished(let answer) in assistant.ask(
            former.content.question, options: options, after: turns)
        {
            whole = answer
        }
        guard var answer = whole else { throw CancellationError() }
        answer.settings.origin = origin(answer.settings)
        changes += try await differences(from: settings, to: answer.settings, former)
        return Replay(former: former, answer: answer, changes: changes)
    }

    /// The profile in the version that answered, under the name that it has now.
    private func profile(of former: StoredAnswer, _ changes: inout [Replay.Change]) async throws -> Profile {
        let versions = try await library.versions(ofProfile: former.profile)
        let wanted = former.content.profileVersion
        if let newest = versions.first, newest.version != wanted {
            changes.append(
                Replay.Change(
                    code: .profile,
                    message:
                        "the profile is in version \(newest.version) by now; this was answered in version \(wanted), as "
                        + "the answer was"))
        }
        var profile = try await library.profile(named: former.profile)
        if let version = versions.first(where: { $0.version == wanted }) {
            let name = profile.name
            profile = version
            profile.name = name
        }
        return profile
    }

    private func turns(of settings: AnswerSettings, _ changes: inout [Replay.Change]) async throws -> [Turn] {
        var turns: [Turn] = []
        var missing = 0
        for id in settings.history {
            do {
                guard let id else {
                    missing += 1
                    continue
                }
                let turn = try Turn(try await library.answer(id))
                if turn.text == nil { missing += 1 }
                turns.append(turn)
            } catch let error as LibraryError where error.code == .conversationNotFound {
                missing += 1
            }
        }
        if missing > 0 {
            changes.append(
                Replay.Change(
                    code: .conversation,
                    message:
                        "\(missing) of the \(settings.history.count) answers before it are not there any more, or not whole"
                ))
        }
        return turns
    }

    private func differences(
        from old: AnswerSettings, to new: AnswerSettings, _ former: StoredAnswer
    ) async throws -> [Replay.Change] {
        var changes: [Replay.Change] = []
        func compare(_ code: Replay.Change.Code, _ what: String, _ old: String?, _ new: String?) {
            guard old != new else { return }
            changes.append(
                Replay.Change(code: code, message: "\(what) is \(new ?? "not known") and was \(old ?? "not known")"))
        }
        if old.files != new.files {
            let added = try await library.files(ofProfile: former.profile).filter { $0.addedAt > former.createdAt }.map(
                \.file.name)
            let names = added.prefix(5).map { "“\($0)”" }.joined(separator: ", ") + (added.count > 5 ? ", …" : "")
            changes.append(
                Replay.Change(
                    code: .files,
                    message: added.isEmpty
                        ? "files of the profile were removed or renamed"
                        : "files of the profile were added or replaced: \(names)"))
        }
        compare(.vectors, "the number of chunks without a vector", String(old.pending), String(new.pending))
        compare(.engine, "the engine", old.engine, new.engine)
        compare(.embedder, "the embedder", old.embedder, new.embedder)
        for (name, digest) in old.origin.models.sorted(by: { $0.key < $1.key }) {
            guard let now = new.origin.models[name], now != digest else { continue }
            changes.append(Replay.Change(code: .model, message: "the files of the model \(name) are others"))
        }
        compare(.program, "the version of Bespoke", old.origin.program, new.origin.program)
        return changes
    }
}
