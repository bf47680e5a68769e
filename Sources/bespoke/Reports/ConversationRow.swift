internal import Foundation
internal import Library

/// One conversation of a list.
struct ConversationRow: Encodable {
    let id: String
    let profile: String
    let name: String
    let answers: Int
    let createdAt: Date
    let updatedAt: Date

    init(_ conversation: ConversationSummary) {
        id = conversation.id
        profile = conversation.profile
        name = conversation.name
        answers = conversation.answerCount
        createdAt = conversation.createdAt
        updatedAt = conversation.updatedAt
    }
}
