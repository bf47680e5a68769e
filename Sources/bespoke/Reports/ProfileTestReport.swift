internal import Assistants
internal import Documents
internal import Library

/// The result of `test`.
struct ProfileTestReport: Encodable {
    let profile: String
    let passed: Int
    let failed: Int
    let tests: [Row]

    /// One question.
    struct Row: Encodable {
        let question: String
        let passed: Bool
        let problems: [String]
        let answer: String
        let refused: Bool
        let citations: [Source]
        /// Milliseconds.
        let total: Double
    }

    /// A document that an answer cites.
    struct Source: Encodable {
        let document: String
        let location: Location
    }

    init(_ profile: String, _ outcomes: [ProfileTestOutcome]) {
        self.profile = profile
        passed = outcomes.count(where: \.passed)
        failed = outcomes.count - passed
        tests = outcomes.map { outcome in
            Row(
                question: outcome.test.question, passed: outcome.passed, problems: outcome.problems,
                answer: outcome.answer.text, refused: outcome.answer.refused,
                citations: outcome.answer.citations.filter(\.supported).map {
                    Source(document: $0.document, location: $0.location)
                }, total: outcome.answer.timings.total)
        }
    }
}
