internal import Inference
internal import Retrieval

/// What a small engine does with more time: it looks for the very words that answer.
extension AnswerRun {
    /// The plan for the question; nil where the first answer that comes is good enough.
    var plan: ThinkingPlan? { thinking > 1 ? ThinkingPlan(count: thinking) : nil }

    /// Looks for the words that answer in the sentences of `selection`, and puts their sentence first.
    ///
    /// - Returns: the words; nil where none were found.
    mutating func think(
        about selection: inout EvidenceSelector.Selection, snippets: [Snippet]
    ) async throws -> String? {
        guard let plan, let scorer = engine as? any ScoringEngine,
            query.utf8.count <= EvidenceSelector.longestScoredQuestion, !QuestionKind.asksWhether(asked)
        else { return nil }
        let thought = try await SpanThinker(engine: scorer, plan: plan).think(
            about: query, in: selection.sentences, scores: selection.candidates.map(\.score)
        ) { sentence in
            let snippet = snippets[sentence.snippet]
            return (snippet.title ?? snippet.headings.last).map { "\($0): \(sentence.meaning)" } ?? sentence.meaning
        }
        guard let thought else { return nil }
        trace.thinking = thought.report
        selection.putFirst(thought.sentence)
        trace.evidence = selection.candidates
        let sentence = selection.sentences[0]
        record(
            PromptComposer.Prompt(
                messages: thought.prompt, tokens: try engine.tokenCount(of: thought.prompt), budget: composer.budget,
                cut: []), of: [snippets[sentence.snippet]])
        return thought.words
    }

    /// The temperature of further samples; at 0 all would be the same.
    private static let draftTemperature = 0.7

    /// How a further candidate answer is sampled.
    func sampling(ofDraft number: Int) -> SamplingSettings {
        var sampling = sampling
        sampling.temperature = max(sampling.temperature, Self.draftTemperature)
        sampling.seed &+= UInt64(number)
        return sampling
    }

    /// The place of the statement that most others say too, of those that are supported; the first where none is.
    mutating func vote(among statements: [String], supported: [Bool], _ plan: ThinkingPlan) -> Int {
        let drafts = zip(statements, supported).map { statement, isSupported in
            // What leaves out a number is said by all that have one, and is no better for it.
            let votes = statements.count {
                StatementSearch.says($0, statement) && StatementSearch.says(statement, $0)
            }
            let share = Double(votes) / Double(statements.count)
            let support = isSupported ? 1.0 : 0
            return Draft(text: statement, votes: share, support: support, score: share * support, isChosen: false)
        }
        let most = drafts.map(\.score).max() ?? 0
        let best = drafts.firstIndex { $0.score == most } ?? 0
        var shown = drafts
        shown[best].isChosen = true
        trace.thinking = Thinking(
            count: plan.count, views: drafts.count, considered: drafts.count,
            drafts: shown.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(
                \.element),
            verdict: most > 0
                ? "“\(statements[best])” has most votes of those that the evidence supports"
                : "the evidence supports none")
        return best
    }
}

extension EvidenceSelector.Selection {
    /// Makes a sentence the best one. With it is chosen the one that was best before, or another that was chosen with that.
    mutating func putFirst(_ place: Int) {
        let sentence = sentences.remove(at: place)
        sentences.insert(sentence, at: 0)
        candidates.insert(candidates.remove(at: place), at: 0)
        best = sentence
        let others =
            place == 0
            ? chosen.filter { $0 != sentence } : sentences.dropFirst().prefix(1).filter { $0.line != sentence.line }
        chosen = [sentence] + others.prefix(EvidenceWeights.sentenceLimit - 1)
        for index in candidates.indices { candidates[index].isChosen = chosen.contains(sentences[index]) }
    }
}
