internal import Assistants
internal import Evaluation
internal import Foundation

/// A question of `eval answers` with its answer, for `--details`.
struct AnswerDetail: Encodable {
    let id: String
    let question: String
    let answers: [String]
    let document: String
    let answer: String
    let short: String?
    let contains: Bool
    let f1: Double
    let refused: Bool
    let confidence: Double
    let cited: [String]
    let grounded: [Bool]
    /// Milliseconds.
    let firstText: Double
    /// Milliseconds.
    let total: Double
    let engineText: String?
    let engineVerdict: String?

    init(_ answer: Answer, _ evaluated: EvaluatedAnswer) {
        let measures = TextMeasures(answers: evaluated.question.answers)
        id = evaluated.question.id
        question = evaluated.question.question
        answers = evaluated.question.answers
        document = evaluated.question.document
        self.answer = answer.text
        short = answer.short
        contains = measures.isContained(in: evaluated.text)
        f1 = measures.f1(evaluated.text)
        refused = answer.refused
        confidence = answer.confidence
        cited = (evaluated.cited ?? []).compactMap(\.first)
        grounded = evaluated.grounded
        firstText = evaluated.firstText
        total = evaluated.total
        engineText = answer.trace.engineText
        engineVerdict = answer.trace.engineVerdict
    }
}

/// A file of JSON lines, written one by one so that a long run can be watched.
struct DetailsFile {
    private let handle: FileHandle

    /// - Throws: a ``Failure`` where it cannot be written.
    init(_ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw Failure("could not write \(path); give --details a file in a folder that is there")
        }
        self.handle = handle
    }

    /// Adds a line.
    func write(_ row: some Encodable) throws {
        try handle.write(contentsOf: Data((JSONText.line(of: row) + "\n").utf8))
    }
}
