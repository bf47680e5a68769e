internal import Assistants
internal import Documents
internal import Retrieval

/// The result of `ask`.
struct AnswerReport: Encodable {
    /// The id under which the answer is kept; nil where it is not.
    let id: String?
    let question: String
    let answer: String
    /// Nil where no words were set apart.
    let short: String?
    let refused: Bool
    let confidence: Double
    let citations: [CitationRow]
    /// Nil where nothing was left out.
    let removed: [String]?
    /// Nil where the question takes nothing wrong for granted.
    let premise: FalsePremise?
    let snippets: [SnippetRow]
    let engine: String?
    let usage: Usage
    let timings: AnswerTimings
    let warnings: [AnswerWarning]?
    let trace: TraceReport?

    /// One citation.
    struct CitationRow: Encodable {
        let number: Int?
        let document: String?
        let location: Location?
        let quote: String?
        let sentence: String
        let supported: Bool

        init(_ citation: Citation) {
            number = citation.number
            document = citation.supported ? citation.document : nil
            location = citation.supported ? citation.location : nil
            quote = citation.supported ? citation.quote : nil
            sentence = citation.sentence
            supported = citation.supported
        }
    }

    /// One snippet.
    struct SnippetRow: Encodable {
        let number: Int
        let document: String
        let location: Location
        let headings: [String]
        let score: Double
        let text: String
    }

    init(_ answer: Answer, id: String?, explain: Bool) {
        self.id = id
        question = answer.question
        self.answer = answer.text
        short = answer.short
        refused = answer.refused
        confidence = answer.confidence
        citations = answer.citations.map(CitationRow.init)
        premise = answer.premise
        removed = answer.removed.isEmpty ? nil : answer.removed
        snippets = answer.snippets.map {
            SnippetRow(
                number: $0.number, document: $0.document, location: $0.location, headings: $0.headings,
                score: $0.score, text: $0.text)
        }
        engine = answer.engine
        usage = answer.usage
        timings = answer.timings
        warnings = answer.warnings.isEmpty ? nil : answer.warnings
        trace = explain ? TraceReport(answer) : nil
    }
}
