internal import Documents
internal import Foundation

/// Makes a question of a conversation into one that can be searched for by itself, by rules.
///
/// A part of a question takes the place of the part that is like it in the former one: "And in Leeds?" after "How many days of leave do I
/// have in Utrecht?" asks "How many days of leave do I have in Leeds?". A question without its subject gets the words of the former one,
/// and of the heading under which the answer was found: "Parental leave: When must it be announced?"
package struct FollowUpQuery: Equatable, Sendable {
    /// What is searched for.
    package var text: String
    /// What of it is asked: all, or the question behind its subject.
    package var asked: String
    /// Whether the conversation was needed for it.
    package var isCompleted: Bool

    /// - Parameter turns: the conversation before, oldest first.
    package init(_ question: String, after turns: [Turn]) {
        guard let last = turns.last else {
            (text, asked, isCompleted) = (question, question, false)
            return
        }
        switch FollowUpKind(of: question) {
        case .complete: (text, asked, isCompleted) = (question, question, false)
        case .reference:
            let subject = Self.subject(of: last, for: question)
            text = subject.isEmpty ? question : subject + Self.colon + question
            (asked, isCompleted) = (question, !subject.isEmpty)
        case .fragment(let part):
            text = PartReplacement(part: part, question: last.query ?? last.question, answer: last).text
            (asked, isCompleted) = (text, true)
        }
    }

    private static let colon = ": "
    private static let mostWords = 12
    private static let mostHeadingWords = 6

    /// What a turn was about, as words before a question.
    private static func subject(of turn: Turn, for question: String) -> String {
        let query = turn.query ?? turn.question
        let tail = colon + turn.question
        if query.hasSuffix(tail), query.count > tail.count { return String(query.dropLast(tail.count)) }
        if query.hasHan {
            let subject = ChineseFollowUp.subject(of: query)
            let heading = heading(of: turn).filter { $0.isLetter }
            return heading.isEmpty || subject.contains(heading) ? subject : "\(heading) \(subject)"
        }
        var words = EnglishFollowUp.bearing(EnglishFollowUp.words(of: query))
        let known = Set(words.flatMap { Terms.of($0) })
        let headed = EnglishFollowUp.words(of: heading(of: turn)).filter { !Terms.of($0).allSatisfy(known.contains) }
        if headed.count <= mostHeadingWords { words = headed + words }
        if asksOfPerson(question) { words += names(in: turn) }
        return words.prefix(mostWords).joined(separator: " ")
    }

    /// The innermost heading above the first quote, without its number and what stands in brackets.
    private static func heading(of turn: Turn) -> String {
        let heading = turn.citations.first { $0.supported }?.headings.last ?? ""
        let bare = heading.replacing(/[\(（][^\)）]*[\)）]/, with: "").replacing(/^[0-9.]+\s+/, with: "")
            .replacing(/^[一二三四五六七八九十]+、/, with: "")
        return bare.trimmingCharacters(in: .whitespaces)
    }

    private static func asksOfPerson(_ question: String) -> Bool {
        EnglishFollowUp.words(of: question).contains {
            ["he", "she", "him", "her", "his", "they"].contains($0.lowercased())
        }
    }

    private static func names(in turn: Turn) -> [String] {
        turn.citations.first { $0.supported }.map { Agreement.names(in: $0.sentence) } ?? []
    }
}
