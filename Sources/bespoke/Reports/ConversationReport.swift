internal import Assistants
internal import Documents
internal import Foundation
internal import Library

/// The result of `conversations show` and of an export.
struct ConversationReport: Encodable {
    /// Nil where the conversation is not kept.
    let id: String?
    let profile: String
    let name: String
    let createdAt: Date?
    let updatedAt: Date?
    let answers: [Row]

    /// One question and its answer; what went with a document is left out.
    struct Row: Encodable {
        let id: String?
        let question: String
        let query: String?
        let answer: String?
        let refused: Bool
        let citations: [AnswerReport.CitationRow]
        let snippets: [SnippetRow]
        let createdAt: Date?
    }

    /// One passage, by its place.
    struct SnippetRow: Encodable {
        let number: Int
        let document: String
        let location: Location
        let score: Double
    }

    /// - Parameter times: when each answer was kept, by its id.
    init(_ turns: [Turn], of conversation: ConversationSummary?, profile: String, times: [String: Date]) {
        id = conversation?.id
        self.profile = profile
        name = conversation?.name ?? turns.first?.question ?? ""
        createdAt = conversation?.createdAt
        updatedAt = conversation?.updatedAt
        answers = turns.map { turn in
            Row(
                id: turn.id, question: turn.question, query: turn.query, answer: turn.text, refused: turn.refused,
                citations: turn.citations.map(AnswerReport.CitationRow.init),
                snippets: turn.snippets.map {
                    SnippetRow(number: $0.number, document: $0.file, location: $0.location, score: $0.score)
                }, createdAt: turn.id.flatMap { times[$0] })
        }
    }
}
