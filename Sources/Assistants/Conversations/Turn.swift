public import Library

/// A question of a conversation, and what was answered.
public struct Turn: Sendable, Hashable {
    /// The id of the kept answer; nil where it was not kept.
    public var id: String?
    /// What the user wrote.
    public var question: String
    /// What was searched for; nil where it went with a document.
    public var query: String?
    /// The answer's text; nil where it went with a document.
    public var text: String?
    /// Whether the documents did not answer.
    public var refused: Bool
    /// The citations.
    public var citations: [Citation]
    /// The passages that the answer had.
    public var snippets: [AnswerSnippet]
    /// Which documents' words are in text and query.
    public var sources: Set<AnswerSource>
    /// The digests of turns before that no longer fitted; the next prompts tell the same.
    var digests: [ConversationDigest] = []

    package init(
        id: String?, question: String, query: String?, text: String?, refused: Bool, citations: [Citation],
        snippets: [AnswerSnippet], sources: Set<AnswerSource>
    ) {
        self.id = id
        self.question = question
        self.query = query
        self.text = text
        self.refused = refused
        self.citations = citations
        self.snippets = snippets
        self.sources = sources
    }

    /// The turn that an answer makes.
    ///
    /// - Parameter id: that under which it was kept.
    public init(_ answer: Answer, id: String?) {
        self.id = id
        question = answer.question
        query = answer.query
        text = answer.text
        refused = answer.refused
        citations = answer.citations
        snippets = answer.snippets.map(AnswerSnippet.init)
        sources = answer.sources
        digests = answer.trace.madeDigests
    }

    /// The turn that a kept answer is.
    ///
    /// - Throws: an ``AssistantError`` with `unreadableAnswer`.
    public init(_ stored: StoredAnswer) throws {
        id = stored.id
        question = stored.content.question
        query = stored.content.query
        text = stored.content.text
        refused = stored.content.refused
        citations = try stored.citations
        snippets = stored.content.snippets
        sources = stored.content.sources
    }
}
