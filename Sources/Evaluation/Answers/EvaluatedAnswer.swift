internal import Assistants
internal import Retrieval

/// An answer to a question whose right answers are known.
public struct EvaluatedAnswer: Sendable {
    /// The question.
    public var question: EvaluationSet.Question
    /// What was said, without the numbers of citations.
    public var text: String
    /// What of it was set apart as the answer itself; nil where nothing was.
    public var short: String?
    /// Whether the documents were said not to answer.
    public var refused: Bool
    /// How sure the evidence is, 0…1; nil where an engine answered without evidence.
    public var confidence: Double?
    /// For each citation the ids of the documents that it may stand for; nil where an engine answered without citations.
    public var cited: [[String]]?
    /// Whether each statement is grounded.
    public var grounded: [Bool]
    /// Milliseconds until the first text.
    public var firstText: Double
    /// Milliseconds until the end.
    public var total: Double

    /// Reads an answer of the product.
    ///
    /// - Parameter ids: what the set calls a document.
    init(_ answer: Answer, to question: EvaluationSet.Question, ids: (String) -> [String]) {
        self.question = question
        text = Self.withoutNumbers(answer.text)
        short = answer.short
        refused = answer.refused
        confidence = answer.confidence
        cited = answer.citations.filter(\.supported).map { ids($0.document) }
        grounded = answer.citations.map { Self.isGrounded($0, in: answer) }
        firstText = answer.timings.firstToken
        total = answer.timings.total
    }

    /// An engine's own words.
    init(_ text: String, to question: EvaluationSet.Question, firstText: Double, total: Double) {
        self.question = question
        self.text = text
        refused = false
        grounded = []
        self.firstText = firstText
        self.total = total
    }

    /// The least share of a statement's words that have to stand in its quotation.
    private static let leastShare = 0.6

    /// Whether the quotation says what the statement says, as far as words tell, whatever the product thinks of it: it stands word
    /// for word in a snippet, and holds each number and most words of the statement.
    static func isGrounded(_ citation: Citation, in answer: Answer) -> Bool {
        guard citation.supported,
            let snippet = answer.snippets.first(where: { $0.number == citation.number }),
            snippet.document == citation.document, snippet.text.contains(citation.quote)
        else { return false }
        // A row of a table is stated with the heads of its columns.
        let known = Set(TextMeasures.tokens(of: citation.quote + " " + snippet.headings.joined(separator: " ")))
        let said = TextMeasures.tokens(of: citation.sentence)
        let numbers = said.filter { $0.contains(where: \.isNumber) }
        return !said.isEmpty && numbers.allSatisfy(known.contains)
            && Double(said.count(where: known.contains)) >= leastShare * Double(said.count)
    }

    /// The text without “[1]” and “[?]”.
    static func withoutNumbers(_ text: String) -> String { text.replacing(#/ ?\[(\d+|\?)\]/#, with: "") }
}
