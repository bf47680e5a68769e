internal import Documents
internal import Foundation
internal import Inference
internal import Retrieval

/// The answer of a small engine: evidence first, then its own words as far as they agree.
extension AnswerRun {
    static let smallRules = "Answer the question in one short sentence, using only the passage."
    static let smallAnswerTokens = 48

    /// Writes the chosen sentences with their citations, what the question had wrong, then the engine's short form of them.
    ///
    /// - Parameter words: the words of the best sentence that answer, where they were found; they take the place of the short form.
    mutating func answerWithEvidence(
        _ selection: EvidenceSelector.Selection, words: String?, snippets: [Snippet]
    ) async throws {
        for sentence in selection.chosen {
            let snippet = snippets[sentence.snippet]
            write("\(text.isEmpty ? "" : " ")\(sentence.statement) [\(snippet.number)]")
            citations.append(citation(of: sentence, statement: sentence.statement, in: snippets))
        }

        correctPremise(by: selection, snippets: snippets)

        if let words, let best = selection.best {
            short = words
            write("\n\n\(Phrases(for: question).summary)\(words) [\(snippets[best.snippet].number)]")
            citations.append(citation(of: best, statement: words, in: snippets))
            return
        }
        let spoken = try await engineWords(about: selection, snippets: snippets)
        trace.engineText = spoken
        guard let statement = SentenceReader.firstSentence(of: spoken) else {
            trace.engineVerdict = "left out: it said nothing"
            return
        }
        let verdict = verdict(on: statement, evidence: selection, snippets: snippets)
        let whole = Self.ended(statement)
        let introduction = "\n\n" + Phrases(for: question).summary
        switch verdict {
        case .supported(let support):
            trace.engineVerdict = "shown: it agrees with the evidence"
            write("\(introduction)\(whole) [\(snippets[support.snippet].number)]")
            citations.append(citation(of: support, statement: whole, in: snippets))
        case .unsupported(let reason) where options.unsupported == .kept:
            trace.engineVerdict = "shown as it is: \(reason)"
            write(introduction + whole)
            citations.append(.unsupported(whole))
        case .unsupported(let reason):
            trace.engineVerdict = "left out: \(reason)"
            if options.unsupported == .removed { removed.append(statement) }
        case .needless(let reason): trace.engineVerdict = "left out: \(reason)"
        }
    }

    /// What the engine says when it is shown the evidence alone; where it is to think longer, the statement that most samples say of those that
    /// the evidence supports.
    private mutating func engineWords(
        about evidence: EvidenceSelector.Selection, snippets: [Snippet]
    ) async throws -> String {
        let passages = evidence.chosen.map { sentence in
            var passage = snippets[sentence.snippet]
            passage.text = sentence.line
            passage.pieces = []
            return passage
        }
        let prompt = try composer.prompt(for: query, snippets: passages)
        record(prompt, of: passages)
        var request = GenerationRequest(
            messages: prompt.messages, sampling: sampling, maximumTokens: answerTokens, stop: ["\n"])
        let first = try await words(of: request)
        guard let plan else { return first }
        var samples = [first]
        for number in 1..<plan.count {
            request.sampling = sampling(ofDraft: number)
            samples.append(try await words(of: request))
        }
        let statements = samples.map { SentenceReader.firstSentence(of: $0) ?? "" }
        let supported = statements.map { statement in
            if case .supported = verdict(on: statement, evidence: evidence, snippets: snippets) { true } else { false }
        }
        return samples[vote(among: statements, supported: supported, plan)]
    }

    /// What is to become of a statement of the engine.
    private enum Verdict {
        /// A sentence of the evidence says the same.
        case supported(Sentence)
        /// None does, and why.
        case unsupported(String)
        /// It tells nothing, whether it is right or wrong, and why.
        case needless(String)
    }

    /// Only the best sentence can support a statement: what agrees with a lesser one may deny the best.
    private func verdict(
        on statement: String, evidence: EvidenceSelector.Selection, snippets: [Snippet]
    ) -> Verdict {
        let minimumCoverage = 0.75
        if evidence.chosen.contains(where: {
            $0.line.localizedCaseInsensitiveContains(statement) && $0.line.count < statement.count * 2
        }) {
            return .needless("it repeats the evidence")
        }
        guard Self.isWhole(statement) else { return .needless("it is no whole statement") }
        let asked = Set(Terms.ofQuestion(asked))
        let said = Set(Terms.of(statement))
        guard asked.isEmpty || 2 * asked.intersection(said).count >= asked.count else {
            return .unsupported("it does not say what was asked")
        }
        let numbers = Agreement.numbers(in: statement)
        guard Agreement.numbers(in: query).allSatisfy(numbers.contains) else {
            return .unsupported("it leaves out a number of the question")
        }
        guard let best = evidence.best else { return .unsupported("no evidence") }
        let snippet = snippets[best.snippet]
        let subject = ([snippet.title ?? ""] + snippet.headings).joined(separator: " ")
        let held = Set(Terms.of(best.meaning + "\n" + subject))
        guard said.intersection(Terms.of(query)).isSubset(of: held) else {
            return .unsupported("it takes for granted what was asked")
        }
        let agreement = Agreement(of: statement, with: best.meaning, subject: subject)
        return agreement.objection(minimumCoverage: minimumCoverage).map(Verdict.unsupported) ?? .supported(best)
    }

    /// The statement with a full stop where a small engine stopped before it.
    private static func ended(_ statement: String) -> String {
        guard let last = statement.last, last.isLetter || last.isNumber || ")%”".contains(last) else {
            return statement
        }
        return statement + (statement.hasHan ? "。" : ".")
    }

    /// Whether the statement is neither a question nor cut off within a quotation, a bracket or a list.
    private static func isWhole(_ statement: String) -> Bool {
        guard let last = statement.last, !"?？:,;".contains(last) else { return false }
        func count(_ character: Character) -> Int { statement.count { $0 == character } }
        return count("\"") % 2 == 0 && count("“") == count("”") && count("(") == count(")")
    }
}
