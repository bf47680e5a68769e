internal import Foundation
internal import Documents
internal import Inference
internal import Retrieval

/// Finds, for a statement of an engine, the words of the snippets that support it.
///
/// The snippet that the engine named is tried first, then every other: a right statement with a wrong number keeps its
/// place in the answer and gets the right number; one that no snippet supports is marked.
struct CitationChecker: Sendable {
    var snippets: [Snippet]
    private let passages: [Passage]

    /// One sentence, or two that follow each other.
    private struct Passage: Sendable {
        var snippet: Int
        var range: Range<Int>
        var text: String
        /// Title and headings, which say what "it" and "he" are.
        var subject: String
    }

    init(snippets: [Snippet]) {
        self.snippets = snippets
        passages = snippets.enumerated().flatMap { index, snippet in
            let sentences = Sentence.sentences(of: snippet, at: index)
            let bytes = Array(snippet.text.utf8)
            let subject = ([snippet.title ?? ""] + snippet.headings).joined(separator: " ")
            return sentences.map { Passage(snippet: index, range: $0.range, text: $0.text, subject: subject) }
                + zip(sentences, sentences.dropFirst()).map { first, second in
                    let range = first.range.lowerBound..<second.range.upperBound
                    return Passage(
                        snippet: index, range: range, text: String(decoding: bytes[range], as: UTF8.self),
                        subject: subject)
                }
        }
    }

    /// A checked statement.
    struct Result: Sendable {
        /// The statement without the engine's own marks.
        var statement: String
        /// Nil for words that state nothing.
        var citation: Citation?
    }

    /// Checks one sentence of the engine's text, marks and all.
    func check(_ sentence: String) -> Result {
        let (statement, numbers) = Self.takeMarks(from: sentence)
        // “See [2].” only points.
        guard Terms.of(statement).contains(where: { $0 != "see" }) else { return Result(statement: statement) }
        var best: (passage: Passage, coverage: Double)?
        for passage in passages {
            let agreement = Agreement(of: statement, with: passage.text, subject: passage.subject)
            guard agreement.supports(minimumCoverage: 0.6) else { continue }
            let preference = numbers.contains(passage.snippet + 1) ? 0.15 : 0
            let brevity = Double(passage.text.utf8.count) / 100_000
            let coverage = agreement.coverage + preference - brevity
            if coverage > best?.coverage ?? 0 { best = (passage, coverage) }
        }
        guard let passage = best?.passage else {
            return Result(
                statement: statement,
                citation: Citation(
                    number: nil, document: "", location: Location(), quote: "", headings: [], sentence: statement,
                    supported: false))
        }
        let snippet = snippets[passage.snippet]
        return Result(
            statement: statement,
            citation: Citation(
                number: snippet.number, document: snippet.document, location: snippet.location(of: passage.range),
                quote: passage.text, headings: snippet.headings, sentence: statement, supported: true))
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
