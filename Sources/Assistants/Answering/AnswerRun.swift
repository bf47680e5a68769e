internal import Foundation
internal import Inference
internal import Library
internal import Retrieval

/// One question on its way to an answer: retrieval, evidence, and what the size class of the engine asks for.
struct AnswerRun {
    let question: String
    /// The conversation before the question, oldest first.
    let turns: [Turn]
    let profile: Profile
    let options: AskOptions
    let instructions: FilledInstructions
    let library: any LibraryStore
    let embedder: any Embedder
    let engine: any Engine
    let emit: @Sendable (String) -> Void

    /// What is searched for.
    var query: String
    /// What of the query is asked: all, or what stands behind the subject that the conversation gave it.
    var asked: String
    /// What of the conversation the engine is told.
    var history = ConversationHistory()
    var text = ""
    /// The words that answer, where thinking found them.
    var short: String?
    var citations: [Citation] = []
    /// Statements that were left out since no passage supports them.
    var removed: [String] = []
    /// What the question takes for granted and the documents have otherwise.
    var premise: FalsePremise?
    /// The white space that waits for the next statement.
    var gap = ""
    var usage = Usage()
    var timings = AnswerTimings()
    var trace = AnswerTrace()
    /// Documents whose words the prompt holds.
    var promptDocuments: Set<DocumentID> = []
    /// Documents whose words the query holds.
    var queryDocuments: Set<DocumentID> = []
    private var filesDigest = ""
    private var pendingChunks = 0
    private let start = ContinuousClock.now
    private var stageStart = ContinuousClock.now

    /// Snippets that a question gets where neither it nor the profile says another number.
    static let defaultSnippetCount = 5
    /// Tokens up to which snippets for a large engine grow to their sections, where its window has room for twice as much.
    private static let largeSectionTokens = 600
    /// Snippets that a refusal shows.
    static let closestSnippetCount = 3
    /// Below this confidence the documents are taken not to answer. A large engine reads between more lines.
    private var refusalThreshold: Double {
        guard engine.sizeClass == .small else { return 0.05 }
        let kind = ConfidenceKind(of: query, embedder: embedder)
        return profile.settings.leastConfidence?[kind] ?? EvidenceWeights.leastConfidence(kind)
    }

    init(
        question: String, turns: [Turn], profile: Profile, options: AskOptions, library: any LibraryStore,
        embedder: any Embedder,
        engine: any Engine, emit: @escaping @Sendable (String) -> Void
    ) {
        self.question = question.trimmingCharacters(in: .whitespacesAndNewlines)
        self.turns = turns
        query = self.question
        asked = self.question
        self.profile = profile
        self.options = options
        instructions = FilledInstructions(of: profile, options)
        self.library = library
        self.embedder = embedder
        self.engine = engine
        self.emit = emit
    }

    mutating func answer() async throws -> Answer {
        guard question.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw AssistantError(.emptyQuestion, "the question is empty; write what you want to know")
        }
        try options.check(for: profile)
        _ = try composer.prompt(for: question, snippets: [])
        try await understand()
        mark("conversation")
        filesDigest = try await library.digest(ofProfile: profile.name)
        var (found, selection) = try await gather(
            scoring: engine.sizeClass == .small ? engine as? any ScoringEngine : nil)

        guard selection.confidence >= refusalThreshold else {
            return try await refusal(found, confidence: selection.confidence)
        }
        switch engine.sizeClass {
        case .small:
            let words = try await think(about: &selection, snippets: found.snippets)
            if plan != nil { mark("thinking") }
            try await answerWithEvidence(selection, words: words, snippets: found.snippets)
        case .large:
            let answers =
                if let plan {
                    try await answerThinking(found.snippets, plan)
                } else {
                    try await answerWithEngine(found.snippets)
                }
            guard answers else {
                return try await refusal(found, confidence: selection.confidence)
            }
            correctPremise(by: selection, snippets: found.snippets)
        }
        mark("engine")
        return finished(snippets: found.snippets, refused: false, confidence: selection.confidence)
    }

    /// How sure the evidence for the question is, 0…1, which no engine has a say in.
    mutating func confidence() async throws -> Double { try await gather(scoring: nil).selection.confidence }

    /// Finds the snippets and the evidence in them.
    ///
    /// - Parameter scorer: the engine that is asked how likely the question is after a sentence.
    private mutating func gather(
        scoring scorer: (any ScoringEngine)?
    ) async throws -> (found: RetrievalResult, selection: EvidenceSelector.Selection) {
        var retrieval = options.retrieval.of(profile.settings)
        retrieval.engine = engine
        if engine.sizeClass == .large, retrieval.sectionTokens == nil {
            retrieval.sectionTokens = min(Self.largeSectionTokens, composer.budget / max(1, snippetCount) / 2)
        }
        var found = try await Retriever(library: library, embedder: embedder, settings: retrieval)
            .search(query, profile: profile.name, limit: snippetCount)
        pendingChunks = found.pending
        if !PromptInjection.isSubject(of: query) {
            found.snippets = found.snippets.map(PromptInjection.withoutOrderedHeadings)
        }
        trace.candidates = found.candidates
        trace.omissions = found.omissions
        for call in found.engineCalls { usage.add(call, prices: engine.prices) }
        trace.timings += found.timings
        timings.retrieval = milliseconds(since: start)
        stageStart = .now

        var selector = EvidenceSelector(embedder: embedder, scorer: scorer)
        if let plan { selector.likelihoodCandidates = plan.likelihoodCandidates }
        let selection =
            try await selector
            .select(for: query, asking: asked, from: found.snippets)
        trace.evidence = selection.candidates
        trace.ignoredOrders = selection.ignoredOrders
        mark("evidence")
        return (found, selection)
    }

    /// Says that the documents do not answer, and shows what comes closest.
    private mutating func refusal(_ found: RetrievalResult, confidence: Double) async throws -> Answer {
        let phrases = Phrases(for: question)
        let hasFiles = found.snippets.isEmpty ? try await !library.files(ofProfile: profile.name).isEmpty : true
        write(hasFiles ? phrases.refusal : phrases.noFiles)
        return finished(
            snippets: Array(found.snippets.prefix(Self.closestSnippetCount)), refused: true, confidence: confidence)
    }

    private mutating func finished(snippets: [Snippet], refused: Bool, confidence: Double) -> Answer {
        timings.total = milliseconds(since: start)
        return Answer(
            question: question, query: query, text: text, short: short, refused: refused, confidence: confidence,
            citations: citations, removed: removed, premise: premise,
            snippets: snippets, engine: trace.prompt.isEmpty ? nil : engine.name, usage: usage, timings: timings,
            trace: trace, warnings: AnswerWarning.of(engine), settings: answerSettings, profileVersion: profile.version,
            sources: sources(of: snippets))
    }

    private var snippetCount: Int {
        options.snippetCount ?? profile.settings.snippetCount ?? Self.defaultSnippetCount
    }

    /// How many candidate answers the question gets.
    var thinking: Int { options.thinking ?? profile.settings.thinking ?? 1 }

    private var answerSettings: AnswerSettings {
        AnswerSettings(
            engine: engine.name, embedder: embedder.name, sampling: sampling, snippetCount: snippetCount,
            thinking: thinking == 1 ? nil : thinking, candidates: options.retrieval.candidatesPerStage,
            wordsWeight: options.retrieval.wordsWeight,
            smoothing: options.retrieval.smoothing, reranker: options.retrieval.reranking.name,
            rerankedCandidates: options.retrieval.rerankedCandidates,
            expansion: options.retrieval.expansion == QueryExpansion() ? nil : options.retrieval.expansion,
            diversity: options.retrieval.diversity == 0 ? nil : options.retrieval.diversity,
            sectionTokens: options.retrieval.sectionTokens, filter: options.retrieval.filter?.text,
            history: turns.map(\.id), files: filesDigest,
            pending: pendingChunks, variables: instructions.values.isEmpty ? nil : instructions.values,
            unsupported: options.unsupported == .marked ? nil : options.unsupported)
    }

    /// The documents whose words are in the answer. What no passage supports may come from any that the engine saw.
    private func sources(of snippets: [Snippet]) -> Set<AnswerSource> {
        let cited = Set(citations.compactMap(\.number))
        var said = Set(snippets.filter { cited.contains($0.number) }.map(\.documentID))
        if citations.contains(where: { !$0.supported }) { said.formUnion(promptDocuments) }
        return Set(said.map { AnswerSource(document: $0, part: .text) })
            .union(promptDocuments.map { AnswerSource(document: $0, part: .prompt) })
            .union(queryDocuments.map { AnswerSource(document: $0, part: .query) })
    }

    // MARK: Shared by both size classes

    /// Says what the documents have where the question takes something else for granted.
    mutating func correctPremise(by selection: EvidenceSelector.Selection, snippets: [Snippet]) {
        guard let best = selection.best else { return }
        let context = snippets.flatMap { [$0.title ?? ""] + $0.headings + [$0.text] }.joined(separator: "\n")
        guard let premise = FalsePremise(of: question, against: best.meaning, context: context) else { return }
        let statement = Phrases(for: question).correction(of: premise)
        self.premise = premise
        write("\n\n\(statement) [\(snippets[best.snippet].number)]")
        citations.append(citation(of: best, statement: statement, in: snippets))
    }

    func citation(of sentence: Sentence, statement: String, in snippets: [Snippet]) -> Citation {
        let snippet = snippets[sentence.snippet]
        return Citation(
            number: snippet.number, document: snippet.document, location: snippet.location(of: sentence.range),
            quote: sentence.text, headings: snippet.headings, sentence: statement, supported: true)
    }

    /// Adds a piece to the text and sends it on.
    mutating func write(_ piece: String) {
        if text.isEmpty { timings.firstToken = milliseconds(since: start) }
        text += piece
        emit(piece)
    }

    var composer: PromptComposer {
        PromptComposer(
            engine: engine, instructions: instructions.text,
            rules: engine.sizeClass == .small ? Self.smallRules : Self.largeRules,
            answerTokens: answerTokens, history: history)
    }

    var answerTokens: Int {
        let limit = engine.sizeClass == .small ? Self.smallAnswerTokens : Self.largeAnswerTokens
        return min(profile.settings.maximumAnswerTokens ?? limit, engine.contextLength / 2)
    }

    var sampling: SamplingSettings {
        let settings = profile.settings
        var sampling = SamplingSettings()
        sampling.temperature = options.temperature ?? settings.temperature ?? sampling.temperature
        sampling.topK = settings.topK ?? sampling.topK
        sampling.topP = settings.topP ?? sampling.topP
        sampling.minP = settings.minP ?? sampling.minP
        sampling.repetitionPenalty = settings.repetitionPenalty ?? sampling.repetitionPenalty
        sampling.seed = options.seed ?? settings.seed ?? sampling.seed
        return sampling
    }

    /// Records the prompt in the trace.
    mutating func record(_ prompt: PromptComposer.Prompt, of snippets: [Snippet]) {
        promptDocuments = Set(snippets.filter { !prompt.cut.contains($0.number) }.map(\.documentID))
        promptDocuments.formUnion(history.told.flatMap(\.sources).filter { $0.part == .text }.map(\.document))
        if engine.sizeClass == .small { promptDocuments.formUnion(queryDocuments) }
        if prompt.leavesOutConversation {
            trace.cutTurns = Array(1..<turns.count + 1)
            trace.digests = []
        }
        trace.prompt = prompt.messages
        trace.promptTokens = prompt.tokens
        trace.promptBudget = prompt.budget
        trace.cutSnippets = prompt.cut
    }

    private mutating func mark(_ stage: String) {
        trace.timings.append(StageTiming(stage: stage, milliseconds: milliseconds(since: stageStart)))
        stageStart = .now
    }

    private func milliseconds(since instant: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - instant) / .milliseconds(1)
    }
}
