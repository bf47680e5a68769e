internal import Documents
internal import Foundation
public import Library

/// How a profile answered one of its own questions.
public struct ProfileTestOutcome: Sendable {
    /// The question and what was demanded.
    public var test: ProfileTest
    /// The answer.
    public var answer: Answer
    /// What is wrong with the answer, each in a sentence; empty where it is as demanded.
    public var problems: [String]

    /// Judges an answer.
    public init(_ test: ProfileTest, _ answer: Answer) {
        self.test = test
        self.answer = answer
        problems = Self.problems(of: answer, for: test)
    }

    /// Whether the answer is as demanded.
    public var passed: Bool { problems.isEmpty }

    private static func problems(of answer: Answer, for test: ProfileTest) -> [String] {
        guard answer.refused == test.refuses else {
            return [test.refuses ? "it was answered, and should be refused" : "it was refused"]
        }
        guard !test.refuses else { return [] }
        let said = answer.text.replacing(#/ ?\[(\d+|\?)\]/#, with: "")
        return test.contains.filter { !TextDemand($0).isMet(by: said) }.map { "it does not contain “\($0)”" }
            + test.lacks.filter { TextDemand($0).isMet(by: said) }.map { "it contains “\($0)”" }
            + test.cites.filter { !isCited($0, by: answer) }.map { "it does not cite \(name(of: $0))" }
    }

    private static func isCited(_ source: ProfileTest.Source, by answer: Answer) -> Bool {
        answer.citations.contains { citation in
            guard citation.supported, citation.document == source.document else { return false }
            let (page, last) = (citation.location.page, citation.location.lastPage ?? citation.location.page)
            let isOnPage =
                source.page.map { wanted in page.map { $0 <= wanted } == true && (last ?? 0) >= wanted } ?? true
            let isInLines = source.lines.map { citation.location.lines?.overlaps($0) == true } ?? true
            return isOnPage && isInLines
        }
    }

    private static func name(of source: ProfileTest.Source) -> String {
        let location = Location(page: source.page, lines: source.page == nil ? source.lines : nil).description
        return location.isEmpty ? source.document : "\(source.document), \(location)"
    }
}
