internal import Inference
internal import Library
internal import Retrieval

/// What a large engine does with more time: it answers several times, from other snippets and with other samples, and what most of its answers
/// say and the snippets support is the answer.
extension AnswerRun {
    /// An answer of the engine, checked.
    private struct CheckedDraft {
        var spoken = ""
        var declines = false
        var results: [CitationChecker.Result] = []

        var statements: [String] { results.filter { $0.citation != nil }.map(\.statement) }
        var said: String { statements.joined(separator: " ") }
        var supported: Double {
            let cited = results.compactMap(\.citation)
            return cited.isEmpty ? 0 : Double(cited.count(where: \.supported)) / Double(cited.count)
        }
    }

    /// Writes the best supported answer.
    ///
    /// - Returns: false where most answers say that the passages do not answer; then nothing was written.
    mutating func answerThinking(_ snippets: [Snippet], _ plan: ThinkingPlan) async throws -> Bool {
        var drafts: [CheckedDraft] = []
        var documents: Set<DocumentID> = []
        for number in 0..<plan.count {
            try Task.checkCancellation()
            drafts.append(try await draft(number, from: snippets))
            documents.formUnion(promptDocuments)
        }
        promptDocuments = documents
        let answering = drafts.indices.filter { !drafts[$0].declines && !drafts[$0].statements.isEmpty }
        let votes = drafts.indices.map { own in
            drafts[own].statements.map { statement in
                Double(answering.count { $0 == own || StatementSearch.says(drafts[$0].said, statement) })
                    / Double(max(1, answering.count))
            }
        }
        let answers = 2 * answering.count >= drafts.count && !answering.isEmpty
        let chosen = answers ? try best(of: drafts, answering, votes: votes, plan) : []
        report(drafts, votes: votes, chosen: Set(chosen.map(\.draft)), answering: answering.count, plan)
        guard answers else { return false }
        if options.unsupported == .removed {
            let cited = Set(chosen.map(\.draft)).sorted().flatMap { drafts[$0].results.compactMap(\.citation) }
            removed = cited.filter { !$0.supported }.map(\.sentence)
        }
        for (draft, place) in chosen {
            let result = drafts[draft].results[place]
            guard let citation = result.citation else { continue }
            citations.append(citation)
            let sign = citation.number.map { " [\($0)]" } ?? (options.unsupported == .kept ? "" : " [?]")
            write((text.isEmpty ? "" : " ") + result.statement + sign)
        }
        return !chosen.isEmpty
    }

    /// One answer. The first is the usual one; each further one lacks one of the lesser snippets and is sampled by a seed of its own.
    private mutating func draft(_ number: Int, from snippets: [Snippet]) async throws -> CheckedDraft {
        var seen = snippets
        if number > 0, seen.count > 1 { seen.remove(at: seen.count - 1 - (number - 1) % (seen.count - 1)) }
        let keepsOrders = PromptInjection.isSubject(of: query)
        let prompt = try composer.prompt(
            for: question, snippets: keepsOrders ? seen : seen.map(PromptInjection.withoutOrders))
        record(prompt, of: seen)
        var draft = CheckedDraft()
        draft.spoken = try await words(
            of: GenerationRequest(
                messages: prompt.messages, sampling: number > 0 ? sampling(ofDraft: number) : sampling,
                maximumTokens: answerTokens))
        let checker = CitationChecker(
            snippets: seen.filter { !prompt.cut.contains($0.number) }, embedder: embedder, orders: keepsOrders)
        var reader = SentenceReader()
        for part in reader.read(draft.spoken) + reader.finish() {
            if draft.results.isEmpty, Self.declines(part.sentence) {
                draft.declines = true
                break
            }
            draft.results.append(try await checker.check(part.sentence))
        }
        return draft
    }

    /// The statements that make the answer, by draft and place. Where the snippets support none, those of the draft that most agree with, as the
    /// options have it.
    private func best(
        of drafts: [CheckedDraft], _ answering: [Int], votes: [[Double]], _ plan: ThinkingPlan
    ) throws -> [(draft: Int, place: Int)] {
        var statements: [StatementSearch.Statement] = []
        for number in answering {
            let stated = drafts[number].results.indices.filter { drafts[number].results[$0].citation != nil }
            for (place, votes) in zip(stated, votes[number]) {
                let result = drafts[number].results[place]
                guard result.citation?.supported == true else { continue }
                statements.append(
                    StatementSearch.Statement(
                        draft: number, place: place, text: result.statement, votes: votes,
                        coverage: result.coverage ?? 0))
            }
        }
        let found = try StatementSearch(statements: statements, width: plan.count).best()
        if !found.isEmpty || options.unsupported == .removed { return found.map { ($0.draft, $0.place) } }
        let means = answering.map { (draft: $0, votes: Self.mean(votes[$0])) }
        guard let usual = means.max(by: { $0.votes < $1.votes })?.draft else { return [] }
        return drafts[usual].results.indices.map { (usual, $0) }
    }

    private mutating func report(
        _ drafts: [CheckedDraft], votes: [[Double]], chosen: Set<Int>, answering: Int, _ plan: ThinkingPlan
    ) {
        let shown = drafts.indices.map { number in
            let (draft, votes) = (drafts[number], Self.mean(votes[number]))
            return Draft(
                text: draft.spoken, votes: votes, support: draft.supported, score: votes * draft.supported,
                isChosen: chosen.contains(number))
        }
        let verdict =
            chosen.isEmpty
            ? "\(drafts.count - answering) of \(drafts.count) answers say that the passages do not answer"
            : "statements of \(chosen.count) of \(drafts.count) answers, those that most agree on and the snippets support"
        trace.thinking = Thinking(
            count: plan.count, views: drafts.count, considered: drafts.count,
            drafts: shown.sorted { $0.score > $1.score },
            verdict: verdict)
        trace.engineText =
            drafts.indices.first(where: chosen.contains).map { drafts[$0].spoken } ?? drafts.first?.spoken
        trace.engineVerdict = verdict
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
