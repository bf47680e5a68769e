/// Searches for the answer that is made of the best supported statements of several drafts.
///
/// A partial answer is a row of statements that the snippets support. It grows by a statement of any draft that says something new, and is
/// worth what its statements are: those that most drafts agree on, and whose quotations hold most of their words. The best ones of each
/// length go on.
struct StatementSearch: Sendable {
    /// A statement of a draft that the snippets support.
    struct Statement: Sendable, Hashable {
        /// Its draft, and its place there.
        var draft: Int, place: Int
        var text: String
        /// The share of the drafts that say it.
        var votes: Double
        /// The share of its words that its quotation holds, 0…1.
        var coverage: Double

        /// What it adds to an answer; less than nothing where few say it.
        var worth: Double { votes * (1 + coverage) / 2 - StatementSearch.leastWorth }
    }

    /// In the order of drafts and places.
    private let statements: [Statement]
    /// Whether the first says the second, by their places.
    private let saying: [[Bool]]
    /// Partial answers that go on from each length.
    private let width: Int

    /// - Parameter statements: in the order of drafts and places; of many those are considered that are worth most.
    init(statements: [Statement], width: Int) {
        let places = statements.indices.sorted { (statements[$1].worth, $0) < (statements[$0].worth, $1) }
        let kept = places.prefix(Self.mostStatements).sorted().map { statements[$0] }
        let facts = kept.map { TextFacts($0.text) }
        self.statements = kept
        self.width = width
        saying = facts.map { said in facts.map { Self.says(said, $0) } }
    }

    /// Each is compared with each.
    private static let mostStatements = 32

    /// What a statement is worth that may as well be left out: a third of the drafts say it.
    private static let leastWorth = 0.33
    /// The share of a statement's words from which another one says the same.
    private static let sameCoverage = 0.75

    /// The best answer, in the order in which it is to be read; empty where there is no statement.
    func best() throws -> [Statement] {
        var partial = statements.indices.filter { isFirst($0) }.map { [$0] }
        guard var best = partial.first else { return [] }
        while !partial.isEmpty {
            try Task.checkCancellation()
            partial = Array(ranked(partial).prefix(width))
            if worth(partial[0]) > worth(best) { best = partial[0] }
            partial = partial.flatMap { answer in extensions(of: answer).map { answer + [$0] } }
        }
        return best.map { statements[$0] }
    }

    /// Whether a statement is the first of its draft.
    private func isFirst(_ place: Int) -> Bool {
        place == 0 || statements[place - 1].draft != statements[place].draft
    }

    /// The statements that an answer can go on with: later ones of the drafts that it has words of, any of others, and nothing twice.
    private func extensions(of answer: [Int]) -> [Int] {
        statements.indices.filter { next in
            statements[next].worth > 0
                && !answer.contains {
                    statements[$0].draft == statements[next].draft && $0 >= next || saying[$0][next]
                }
        }
    }

    /// Whether a text says a statement.
    static func says(_ text: String, _ statement: String) -> Bool { says(TextFacts(text), TextFacts(statement)) }

    private static func says(_ text: TextFacts, _ statement: TextFacts) -> Bool {
        Agreement(of: statement, with: text, subject: StatementSubject("")).supports(minimumCoverage: sameCoverage)
    }

    private func worth(_ answer: [Int]) -> Double { answer.reduce(0) { $0 + statements[$1].worth } }

    /// The most worth first; of equals the shorter, then the first.
    private func ranked(_ answers: [[Int]]) -> [[Int]] {
        answers.enumerated().sorted { left, right in
            let (most, other) = (worth(left.element), worth(right.element))
            if most != other { return most > other }
            return (left.element.count, left.offset) < (right.element.count, right.offset)
        }.map(\.element)
    }
}
