internal import Foundation
internal import Inference
internal import Retrieval

/// The answer of a small engine: evidence first, then its own words as far as they agree.
extension AnswerRun {
    static let smallRules = "Answer the question in one short sentence, using only the passage."
    static let smallAnswerTokens = 48

    /// Writes the chosen sentences with their citations, then the engine's short form of them.
    mutating func answerWithEvidence(_ selection: EvidenceSelector.Selection, snippets: [Snippet]) async throws {
        for sentence in selection.chosen {
            let snippet = snippets[sentence.snippet]
            write("\(text.isEmpty ? "" : " ")\(sentence.line) [\(snippet.number)]")
            citations.append(citation(of: sentence, statement: sentence.line, in: snippets))
        }

        let spoken = try await engineWords(about: selection.chosen, snippets: snippets)
        trace.engineText = spoken
        guard let statement = SentenceReader.firstSentence(of: spoken) else {
            trace.engineVerdict = "left out: it said nothing"
            return
        }
        let verdict = verdict(on: statement, evidence: selection.chosen)
        trace.engineVerdict = verdict.reason
        guard let support = verdict.support else { return }
        write("\n\n\(Phrases(for: question).summary)\(statement) [\(snippets[support.snippet].number)]")
        citations.append(citation(of: support, statement: statement, in: snippets))
    }

    private func citation(of sentence: Sentence, statement: String, in snippets: [Snippet]) -> Citation {
        let snippet = snippets[sentence.snippet]
        return Citation(
            number: snippet.number, document: snippet.document, location: snippet.location(of: sentence.range),
            quote: sentence.text, sentence: statement, supported: true)
    }

    /// What the engine says when it is shown the evidence alone.
    private mutating func engineWords(about evidence: [Sentence], snippets: [Snippet]) async throws -> String {
        let passages = evidence.map { sentence in
            var passage = snippets[sentence.snippet]
            passage.text = sentence.line
            passage.pieces = []
            return passage
        }
        let prompt = try composer.prompt(for: question, snippets: passages)
        record(prompt)
        var spoken = ""
        let request = GenerationRequest(
            messages: prompt.messages, sampling: sampling, maximumTokens: answerTokens, stop: ["\n"])
        for try await event in engine.generate(request) {
            switch event {
            case .text(let piece): spoken += piece
            case .finished(let summary):
                usage.promptTokens += summary.promptTokens
                usage.answerTokens += summary.answerTokens
            }
        }
        return spoken
    }

    /// The evidence sentence that supports the statement, and why it is shown or left out.
    private func verdict(on statement: String, evidence: [Sentence]) -> (support: Sentence?, reason: String) {
        let minimumCoverage = 0.75
        if evidence.contains(where: {
            $0.line.localizedCaseInsensitiveContains(statement) && $0.line.count < statement.count * 2
        }) {
            return (nil, "left out: it repeats the evidence")
        }
        let asked = Set(Terms.ofQuestion(question))
        let said = Set(Terms.of(statement))
        guard asked.isEmpty || 2 * asked.intersection(said).count >= asked.count else {
            return (nil, "left out: it does not say what was asked")
        }
        for sentence in evidence {
            let agreement = Agreement(of: statement, with: sentence.line, question: question)
            if agreement.supports(minimumCoverage: minimumCoverage) {
                return (sentence, "shown: it agrees with the evidence")
            }
        }
        let objection = evidence.first.flatMap {
            Agreement(of: statement, with: $0.line, question: question).objection(minimumCoverage: minimumCoverage)
        }
        return (nil, "left out: \(objection ?? "no evidence")")
    }
}
