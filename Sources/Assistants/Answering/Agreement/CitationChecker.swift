internal import Documents
internal import Foundation
package import Inference
package import Retrieval

/// Finds, for a statement of an engine, the words of the snippets that support it.
///
/// The snippet that the engine named is tried first, then every other: a right statement with a wrong number keeps its
/// place in the answer and gets the right number; one that no snippet supports is marked. Words that say otherwise, by a number, a name,
/// a date or a denial, support nothing. Of the others those do that hold most words of the statement, or that mean the same.
package struct CitationChecker: Sendable {
    private let snippets: [Snippet]
    private let passages: [Passage]
    private let embedder: (any Embedder)?

    /// One sentence, or two that follow each other.
    private struct Passage: Sendable {
        var snippet: Int
        var range: Range<Int>
        var text: String
        var facts: TextFacts
        var subject: StatementSubject
    }

    /// The least share of a statement's words that a passage has to hold.
    private static let minimumCoverage = 0.6
    /// The same where it means the same, and how alike they have to be, 0…1.
    private static let paraphrase = (coverage: 0.3, similarity: 0.75)
    /// Passages whose meaning is looked at.
    private static let paraphraseCandidates = 8
    /// A passage that says otherwise counts where it has more of the statement's words than this beyond the supporting one.
    private static let denialMargin = 0.05
    /// Sentences before a passage that may say what it speaks of.
    private static let sentencesBefore = 2

    /// - Parameters:
    ///   - embedder: compares meanings; nil where words alone are to be compared.
    ///   - orders: whether sentences that are orders for an assistant may support something.
    package init(snippets: [Snippet], embedder: (any Embedder)?, orders: Bool = false) {
        self.snippets = snippets
        self.embedder = embedder
        passages = snippets.enumerated().flatMap { Self.passages(of: $1, at: $0, orders: orders) }
    }

    private static func passages(of snippet: Snippet, at index: Int, orders: Bool) -> [Passage] {
        let sentences = Sentence.sentences(of: snippet, at: index)
        let isLeftOut = sentences.map { !orders && PromptInjection.isOrder($0.meaning) }
        let bytes = Array(snippet.text.utf8)
        let heading = ([snippet.title ?? ""] + snippet.headings).joined(separator: " ")
        func passage(_ first: Int, _ last: Int) -> Passage {
            let range = sentences[first].range.lowerBound..<sentences[last].range.upperBound
            let text = first == last ? sentences[first].text : String(decoding: bytes[range], as: UTF8.self)
            let facts = TextFacts(first == last ? sentences[first].meaning : text)
            return Passage(
                snippet: index, range: range, text: text, facts: facts,
                subject: StatementSubject(
                    heading, before: sentences[max(0, first - sentencesBefore)..<first].map(\.text),
                    speaksOfThem: facts.hasPronoun))
        }
        let places = sentences.indices.filter { !isLeftOut[$0] }
        return places.map { passage($0, $0) }
            + places.filter { $0 + 1 < sentences.count && !isLeftOut[$0 + 1] }.map { passage($0, $0 + 1) }
    }

    /// A checked statement.
    package struct Result: Sendable {
        /// The statement without the engine's own marks.
        package var statement: String
        /// Nil for words that state nothing.
        package var citation: Citation?
        /// The share of the statement's words that the passage has; nil where none supports it.
        package var coverage: Double?
        /// How alike in meaning they are, where that decided.
        package var similarity: Double?
    }

    /// Checks one sentence of the engine's text, marks and all.
    ///
    /// - Throws: an `InferenceError` of the embedder, or `CancellationError`.
    package func check(_ sentence: String) async throws -> Result {
        let (statement, numbers) = Self.takeMarks(from: sentence)
        // “See [2].” only points.
        guard Terms.of(statement).contains(where: { $0 != "see" }) else { return Result(statement: statement) }
        guard let (passage, coverage, similarity) = try await support(of: statement, naming: numbers) else {
            return Result(statement: statement, citation: .unsupported(statement))
        }
        let snippet = snippets[passage.snippet]
        return Result(
            statement: statement,
            citation: Citation(
                number: snippet.number, document: snippet.document, location: snippet.location(of: passage.range),
                quote: passage.text, headings: snippet.headings, sentence: statement, supported: true),
            coverage: coverage, similarity: similarity)
    }

    /// The passage that supports a statement best; nil where none does, or where one that has more of its words says otherwise.
    ///
    /// - Parameter numbers: those of the snippets that the engine named.
    private func support(of statement: String, naming numbers: Set<Int>) async throws -> (
        passage: Passage, coverage: Double, similarity: Double?
    )? {
        let facts = TextFacts(statement)
        var best: (passage: Passage, merit: Double, coverage: Double)?
        var others: [(passage: Passage, coverage: Double)] = []
        var denied = 0.0
        for passage in passages {
            let agreement = Agreement(of: facts, with: passage.facts, subject: passage.subject)
            if agreement.contradicts { denied = max(denied, agreement.coverage) }
            guard agreement.isFreeOfContradiction, agreement.sharedTerms > 0 else { continue }
            if agreement.coverage >= Self.minimumCoverage {
                let preference = numbers.contains(snippets[passage.snippet].number) ? 0.15 : 0
                let merit = agreement.coverage + preference - Double(passage.text.utf8.count) / 100_000
                if merit > best?.merit ?? 0 { best = (passage, merit, agreement.coverage) }
            } else if agreement.coverage >= Self.paraphrase.coverage {
                others.append((passage, agreement.coverage))
            }
        }
        if let best {
            return best.coverage + Self.denialMargin >= denied ? (best.passage, best.coverage, nil) : nil
        }
        others.removeAll { $0.coverage + Self.denialMargin < denied }
        guard let embedder, embedder.covers(statement), !others.isEmpty else { return nil }
        others.sort { $0.coverage > $1.coverage }
        let candidates = others.prefix(Self.paraphraseCandidates)
        let vectors = try await embedder.embed([statement] + candidates.map(\.passage.text), as: .passage)
        let likeness = vectors.dropFirst().map { embedder.similarity(of: vectors[0], $0) }
        let nearest = zip(candidates, likeness).max { $0.1 < $1.1 }
        return nearest.flatMap { $1 >= Self.paraphrase.similarity ? ($0.passage, $0.coverage, $1) : nil }
    }

    /// Divides `Leave is 25 days [1][3].` into the statement and its numbers.
    private static func takeMarks(from sentence: String) -> (statement: String, numbers: Set<Int>) {
        var statement = ""
        var numbers: Set<Int> = []
        var rest = Substring(sentence)
        while let open = rest.firstIndex(of: "[") {
            let inside = rest[rest.index(after: open)...].prefix { $0 != "]" }
            let parts = inside.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            guard inside.endIndex < rest.endIndex, !parts.isEmpty,
                parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) })
            else {
                statement += rest[...open]
                rest = rest[rest.index(after: open)...]
                continue
            }
            statement += rest[..<open].reversed().drop { $0 == " " }.reversed()
            numbers.formUnion(parts.compactMap { Int($0) })
            rest = rest[rest.index(after: inside.endIndex)...]
        }
        statement += rest
        return (statement.trimmingCharacters(in: .whitespacesAndNewlines), numbers)
    }
}
