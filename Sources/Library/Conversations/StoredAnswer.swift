internal import Crypto
public import Foundation

/// An answer as the library holds it.
public struct StoredAnswer: Sendable, Hashable {
    /// Six letters and digits that nobody mistakes for others; no conversation has the same.
    public var id: String
    /// The id of its conversation.
    public var conversation: String
    /// The name of the profile that answered.
    public var profile: String
    /// Its place in the conversation, from 1; ascending, with gaps where turns were taken back.
    public var ordinal: Int
    /// The SHA-256 of its text, which stays when the text has gone.
    public var digest: String
    /// When it was kept.
    public var createdAt: Date
    /// Question, text and what they came from.
    public var content: AnswerContent

    /// Creates an answer.
    public init(
        id: String, conversation: String, profile: String, ordinal: Int, digest: String, createdAt: Date,
        content: AnswerContent
    ) {
        self.id = id
        self.conversation = conversation
        self.profile = profile
        self.ordinal = ordinal
        self.digest = digest
        self.createdAt = createdAt
        self.content = content
    }

    /// The SHA-256 of a text, in hexadecimal.
    public static func digest(of text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }
}

/// A conversation as a list shows it.
public struct ConversationSummary: Sendable, Hashable {
    /// Six letters and digits.
    public var id: String
    /// The name of its profile.
    public var profile: String
    /// Its name: the first question, unless the user chose another.
    public var name: String
    /// How many answers it has.
    public var answerCount: Int
    /// When its first answer was kept.
    public var createdAt: Date
    /// When it was last changed.
    public var updatedAt: Date

    /// Creates a summary.
    public init(id: String, profile: String, name: String, answerCount: Int, createdAt: Date, updatedAt: Date) {
        self.id = id
        self.profile = profile
        self.name = name
        self.answerCount = answerCount
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
