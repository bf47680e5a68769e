public import Library

/// Keeps the answers of a profile in its library.
public struct AnswerKeeper: Sendable {
    private let library: any LibraryStore
    private let profile: String
    private let origin: AnswerOrigin

    /// Creates a keeper for the answers of the profile named `profile`.
    public init(library: any LibraryStore, profile: String, origin: AnswerOrigin) {
        self.library = library
        self.profile = profile
        self.origin = origin
    }

    /// Keeps answers, in one change of the library, as the next turns of a conversation.
    ///
    /// - Parameters:
    ///   - conversation: its id; nil begins one that is named after the first question.
    ///   - replaced: the id of an answer that the first one takes the place of.
    /// - Throws: a `LibraryError`; then nothing is kept.
    public func keep(
        _ answers: [Answer], inConversation conversation: String? = nil, replacing replaced: String? = nil
    ) async throws -> [StoredAnswer] {
        let contents = try answers.map { answer in
            var answer = answer
            answer.settings.origin = origin
            return try AnswerContent(answer)
        }
        return try await library.keep(
            contents, inConversation: conversation, replacing: replaced, ofProfile: profile)
    }
}
