internal import Inference
internal import Library
internal import Retrieval

/// Chooses the sentences of the snippets that answer a question: by the question's words, by meaning, by what is asked for,
/// and by how likely the engine finds the question after the sentence.
struct EvidenceSelector: Sendable {
    var embedder: any Embedder
    /// Nil where no engine can say how likely a text is.
    var scorer: (any ScoringEngine)?
    /// How many sentences it is asked about, the best by the other signs.
    var likelihoodCandidates = EvidenceWeights.likelihoodCandidates

    /// What was found.
    struct Selection: Sendable {
        /// All sentences, best first.
        var candidates: [EvidenceCandidate]
        /// The same as sentences.
        var sentences: [Sentence] = []
        /// The chosen sentences, in the order in which they are to be read.
        var chosen: [Sentence]
        /// The best of them.
        var best: Sentence?
        /// Sentences that are orders for an assistant; they were not considered.
        var ignoredOrders: [String] = []
        /// How likely the snippets answer the question, 0…1.
        var confidence: Double
    }

    /// Scores every sentence of `snippets` and chooses among them. Empty where the snippets hold no sentence.
    ///
    /// - Parameter asked: the question without the subject that a conversation gave it. Many sentences hold the subject, and the one that
    ///   answers holds more of the rest.
    func select(for question: String, asking asked: String, from snippets: [Snippet]) async throws -> Selection {
        let all = snippets.enumerated().flatMap { Sentence.sentences(of: $1, at: $0) }
        let orders =
            PromptInjection.isSubject(of: question) ? [] : Set(all.filter { PromptInjection.isOrder($0.meaning) })
        let sentences = all.filter { !orders.contains($0) }
        let ignored = all.filter(orders.contains).map(\.line)
        guard !sentences.isEmpty else {
            return Selection(candidates: [], chosen: [], ignoredOrders: ignored, confidence: 0)
        }
        var rated = try await rate(sentences, for: question, asking: asked, in: snippets)
        rated.sort { $0.score != $1.score ? $0.score > $1.score : $0.order < $1.order }
        if let scorer { try await addLikelihoods(to: &rated, question: asked, scorer: scorer, snippets: snippets) }

        let best = rated[0]
        let chosen = choose(from: rated)
        return Selection(
            candidates: rated.map { $0.candidate(isChosen: chosen.contains($0.sentence)) },
            sentences: rated.map(\.sentence),
            chosen: inReadingOrder(chosen),
            best: best.sentence,
            ignoredOrders: ignored,
            confidence: Self.lacksIdentifier(of: question, in: snippets)
                ? 0
                : EvidenceWeights.confidence(
                    words: best.coverage, similarity: best.similarity, context: best.context))
    }

    /// Whether the question names something by an identifier, such as the error code E-99, that no snippet holds: what is said
    /// of others is no answer.
    private static func lacksIdentifier(of question: String, in snippets: [Snippet]) -> Bool {
        let asked = Terms.identifiers(in: question)
        guard !asked.isEmpty else { return false }
        let held = snippets.reduce(into: Set<String>()) { held, snippet in
            let text = [snippet.document, snippet.title ?? ""] + snippet.headings + [snippet.text]
            held.formUnion(Terms.identifiers(in: text.joined(separator: "\n")))
        }
        return !asked.isSubset(of: held)
    }

    private struct Rated {
        var sentence: Sentence
        var order: Int
        /// Of the question, and of what is asked, in equal parts.
        var words: Double
        /// Of the one or the other, whichever is more.
        var coverage: Double
        var context: Double
        var similarity: Double?
        var rank: Double
        var kind: Double
        var likelihood: Double?
        var score = 0.0

        func scored(by weights: EvidenceWeights) -> Rated {
            var result = self
            result.score =
                weights.words * words + weights.similarity * (similarity ?? 0) + weights.rank * rank + weights.kind
                * kind
                + weights.context * context + weights.likelihood * (likelihood ?? 0)
            return result
        }

        func candidate(isChosen: Bool) -> EvidenceCandidate {
            EvidenceCandidate(
                snippet: sentence.snippet + 1, range: sentence.range, text: sentence.text, words: words,
                context: context,
                similarity: similarity, likelihood: likelihood, score: score, isChosen: isChosen)
        }
    }

    private func rate(
        _ sentences: [Sentence], for question: String, asking asked: String, in snippets: [Snippet]
    ) async throws -> [Rated] {
        let terms = sentences.map { Set(Terms.of($0.meaning)) }
        let coverage = TermCoverage(question: Terms.ofQuestion(question), sentences: terms)
        let askedCoverage = TermCoverage(question: Terms.ofQuestion(asked), sentences: terms)
        let similarities = try await similarities(of: sentences, to: question)
        let kind = QuestionKind(of: asked)
        let questionWords = Set(
            question.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init))
        let headings = snippets.map { Set(Terms.of(($0.headings + [$0.title ?? ""]).joined(separator: " "))) }

        return sentences.indices.map { index in
            let sentence = sentences[index]
            var context = terms[index].union(headings[sentence.snippet])
            if index > 0, sentences[index - 1].snippet == sentence.snippet { context.formUnion(terms[index - 1]) }
            let (whole, own) = (coverage(terms[index]), askedCoverage(terms[index]))
            let rated = Rated(
                sentence: sentence, order: index, words: (whole + own) / 2, coverage: max(whole, own),
                context: coverage(context),
                similarity: similarities[index], rank: 1 / Double(sentence.snippet + 1),
                kind: kind.fit(of: sentence.line, questionWords: questionWords))
            return rated.scored(by: .withoutEngine)
        }
    }

    /// How like the question each is, by meaning; nil throughout where the embedder does not cover the question.
    private func similarities(of sentences: [Sentence], to question: String) async throws -> [Double?] {
        guard embedder.covers(question) else { return sentences.map { _ in nil } }
        let query = try await embedder.embed([question], as: .query)[0]
        let vectors = try await embedder.embed(sentences.map(\.meaning), as: .passage)
        return vectors.map { embedder.similarity(of: query, $0) }
    }

    /// Asks the engine how likely the question is after each of the best sentences, and orders these anew; the others
    /// are no longer considered.
    private func addLikelihoods(
        to rated: inout [Rated], question: String, scorer: any ScoringEngine, snippets: [Snippet]
    ) async throws {
        // The question is read once for each candidate; a long one holds words enough to be found by.
        guard rated.count > 1, question.utf8.count <= Self.longestScoredQuestion else { return }
        let count = min(likelihoodCandidates, rated.count)
        var likelihoods: [Double] = []
        for index in 0..<count {
            let sentence = rated[index].sentence
            let messages = QuestionLikelihoodPrompt.messages(
                for: sentence.meaning,
                title: snippets[sentence.snippet].title ?? snippets[sentence.snippet].headings.last)
            likelihoods += try await scorer.logLikelihoods(of: [question], after: messages)
        }
        let mean = likelihoods.reduce(0, +) / Double(count)
        for index in 0..<count {
            rated[index].likelihood = likelihoods[index] - mean
            rated[index] = rated[index].scored(by: .withEngine)
        }
        rated[..<count].sort { $0.score != $1.score ? $0.score > $1.score : $0.order < $1.order }
        rated.removeSubrange(count...)
    }

    /// Bytes of the longest question whose likelihood is asked for.
    static let longestScoredQuestion = 600

    private func choose(from rated: [Rated]) -> [Sentence] {
        var chosen: [Sentence] = []
        var lines: Set<String> = []
        for candidate in rated where chosen.count < EvidenceWeights.sentenceLimit {
            guard rated[0].score - candidate.score <= EvidenceWeights.furtherSentenceMargin else { break }
            if lines.insert(candidate.sentence.line).inserted { chosen.append(candidate.sentence) }
        }
        return chosen
    }

    /// The best sentence's snippet first; sentences of one snippet in the order of its text.
    private func inReadingOrder(_ chosen: [Sentence]) -> [Sentence] {
        var order: [Int] = []
        for sentence in chosen where !order.contains(sentence.snippet) { order.append(sentence.snippet) }
        return order.flatMap { snippet in
            chosen.filter { $0.snippet == snippet }.sorted { $0.range.lowerBound < $1.range.lowerBound }
        }
    }
}
