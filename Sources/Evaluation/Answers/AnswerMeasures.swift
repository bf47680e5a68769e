/// What answers are measured by, averaged over questions.
public struct AnswerMeasures: Sendable {
    /// Who answered: `answers`, `without documents`, `plain prompt`.
    public var name: String
    /// How many questions.
    public var questions: Int
    /// Share of answers that are a right answer and nothing else; mean F1; share that hold a right answer.
    public var exact: Estimate, f1: Estimate, contains: Estimate
    /// The first two of what was set apart as the answer itself, of the whole text where nothing was.
    public var shortExact: Estimate, shortF1: Estimate
    /// Share of questions whose answer was refused.
    public var refused: Estimate
    /// Mean share of an answer's citations that are of the right document, over answers with citations; nil where there can be
    /// none.
    public var citationPrecision: Estimate?
    /// Share of questions whose answer cites the right document, refused ones included; nil where there can be none.
    public var citationRecall: Estimate?
    /// Mean share of an answer's statements that their citations hold, over answers that state something.
    public var groundedness: Estimate?
    /// Words an answer has on average; a Chinese, Japanese or Korean character is one.
    public var words: Double
    /// Milliseconds until the first text, and until the end.
    public var firstText: TimeMeasures, total: TimeMeasures

    /// Measures answers.
    public init(name: String, of answers: [EvaluatedAnswer]) {
        func share(_ holds: (EvaluatedAnswer) -> Bool) -> Estimate { Estimate(of: answers.map { holds($0) ? 1 : 0 }) }
        let measures = answers.map { (answer: $0, text: TextMeasures(answers: $0.question.answers)) }
        self.name = name
        questions = answers.count
        exact = Estimate(of: measures.map { $0.text.isExact($0.answer.text) ? 1 : 0 })
        f1 = Estimate(of: measures.map { $0.text.f1($0.answer.text) })
        contains = Estimate(of: measures.map { $0.text.isContained(in: $0.answer.text) ? 1 : 0 })
        shortExact = Estimate(of: measures.map { $0.text.isExact($0.answer.short ?? $0.answer.text) ? 1 : 0 })
        shortF1 = Estimate(of: measures.map { $0.text.f1($0.answer.short ?? $0.answer.text) })
        refused = share(\.refused)
        if answers.contains(where: { $0.cited != nil }) {
            func rights(_ answer: EvaluatedAnswer) -> [Bool] {
                (answer.cited ?? []).map { $0.contains(answer.question.document) }
            }
            citationRecall = share { rights($0).contains(true) }
            let citing = answers.map(rights).filter { !$0.isEmpty }
            citationPrecision = citing.isEmpty ? nil : Estimate(of: citing.map(Self.share))
            let stating = answers.map(\.grounded).filter { !$0.isEmpty }
            groundedness = stating.isEmpty ? nil : Estimate(of: stating.map(Self.share))
        }
        words =
            answers.reduce(0) { $0 + Double(TextMeasures.tokens(of: $1.text).count) } / Double(max(1, answers.count))
        firstText = TimeMeasures(of: answers.map(\.firstText))
        total = TimeMeasures(of: answers.map(\.total))
    }

    private static func share(_ flags: [Bool]) -> Double { Double(flags.count(where: \.self)) / Double(flags.count) }
}
