internal import Inference
internal import Retrieval

/// Looks for the words that answer a question, in the sentences that were found as evidence.
///
/// Each view shows a sentence to the engine and follows the likeliest beginnings of an answer, word by word. What the views find is voted
/// on, and the search verifies the most promising of it one after the other: the engine says how likely the question is behind an
/// answer. One that does well makes those promising that are a word longer or shorter.
struct SpanThinker: Sendable {
    var engine: any ScoringEngine
    var plan: ThinkingPlan

    /// What was found.
    struct Thought: Sendable {
        /// The answer's sentence, by its place among those that were given.
        var sentence: Int
        /// The answer's words.
        var words: String
        /// The prompt of the first view of that sentence.
        var prompt: [ChatMessage]
        /// How it was found.
        var report: Thinking
    }

    /// Finds the best supported words; nil where no sentence has any that could answer.
    ///
    /// - Parameters:
    ///   - sentences: the best ones first.
    ///   - scores: theirs as evidence.
    ///   - text: what is shown of a sentence.
    /// - Throws: an `InferenceError` of the engine, or `CancellationError`.
    func think(
        about question: String, in sentences: [Sentence], scores: [Double], showing text: (Sentence) -> String
    ) async throws -> Thought? {
        let views = plan.views(of: sentences.count)
        var candidates: [SpanSearch.Candidate] = []
        for place in Set(views.map(\.sentence)).sorted() {
            let own = views.filter { $0.sentence == place }.map {
                ThinkingPrompt.answering(question, from: text(sentences[place]), examples: $0.examples)
            }
            candidates += try await self.candidates(
                for: question, in: sentences[place].statement, at: place, score: scores[place], prompts: own)
        }
        var search = SpanSearch(candidates)
        for _ in 0..<plan.steps {
            guard let place = search.next() else { break }
            let prompt = ThinkingPrompt.asking(for: search[place].text, of: text(sentences[search[place].sentence]))
            search.verify(place, question: try await engine.logLikelihoods(of: [question], after: prompt)[0])
        }
        let report = report(of: search, views: views.count, sentences: sentences)
        guard let best = report.chosen else { return nil }
        let view = views.first { $0.sentence == best.sentence } ?? views[0]
        return Thought(
            sentence: best.sentence, words: best.text,
            prompt: ThinkingPrompt.answering(question, from: text(sentences[best.sentence]), examples: view.examples),
            report: report.thinking)
    }

    /// The spans of a sentence that its views came to.
    ///
    /// - Parameter prompts: those of its views.
    private func candidates(
        for question: String, in statement: String, at place: Int, score: Double, prompts: [[ChatMessage]]
    ) async throws -> [SpanSearch.Candidate] {
        let spans = AnswerSpan.spans(of: statement, at: place, question: question)
        guard !spans.isEmpty else { return [] }
        var answers: [AnswerSpan: [Double]] = [:]
        for prompt in prompts {
            let values = try await engine.logProbabilities(
                ofAnswers: spans.map(\.text), to: prompt, beginnings: plan.beginnings)
            for (span, value) in zip(spans, values) where value.isFinite {
                answers[span, default: []].append(max(value, SpanWeights.leastAnswer))
            }
        }
        let signs = SpanSigns(question: question)
        let terms = AnswerSpan.words(of: statement).map { Terms.of(String(statement[$0])) }
        return answers.map { span, values in
            // A view that did not come to it finds it as unlikely as can be.
            let missing = Double(prompts.count - values.count) * SpanWeights.leastAnswer
            let mean = values.reduce(missing, +) / Double(prompts.count)
            return SpanSearch.Candidate(
                span: span,
                merit: signs.score(of: span, terms: terms) + SpanWeights.evidence * score + SpanWeights.answer * mean)
        }
    }

    /// The vote among the verified spans, and who won it; nil where there is none.
    private func report(
        of search: SpanSearch, views: Int, sentences: [Sentence]
    ) -> (chosen: AnswerSpan?, thinking: Thinking) {
        let verified = search.verified
        let votes = SpanVote.shares(of: verified.map(\.span.text), scores: verified.map(\.score))
        // Of equals the first, so that the same is chosen each time.
        let ranked = zip(verified, votes).enumerated().sorted { left, right in
            (right.element.1, left.offset) < (left.element.1, right.offset)
        }.map(\.element)
        let chosen = ranked.first?.0.span
        let drafts = ranked.map { candidate, votes in
            Draft(
                text: candidate.span.text, snippet: sentences[candidate.span.sentence].snippet + 1, votes: votes,
                support: candidate.question ?? 0, score: candidate.score, isChosen: candidate.span == chosen)
        }
        return (
            chosen,
            Thinking(
                count: plan.count, views: views, considered: search.count, drafts: drafts,
                verdict: "“\(chosen?.text ?? "")” has most votes of the \(drafts.count) that were verified")
        )
    }
}
