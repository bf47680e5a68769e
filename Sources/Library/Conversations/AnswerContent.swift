public import Documents

/// A question and its answer, as they are kept.
///
/// What an answer says comes from documents. Each part that holds a document's words is kept only as long as the profile has the
/// document: then the part is nil, and the question, which is the user's, stays. What the assistant alone understands is JSON.
public struct AnswerContent: Sendable, Hashable {
    /// What was asked, in the user's words.
    public var question: String
    /// What was searched for: the question, or what it means within its conversation.
    public var query: String?
    /// The answer's text with its citation marks.
    public var text: String?
    /// Whether the documents did not answer.
    public var refused: Bool
    /// How sure the evidence was, 0…1.
    public var confidence: Double
    /// The citations, as JSON.
    public var citations: String?
    /// Which passages the engine was shown, or, for a refusal, which were closest.
    public var snippets: [AnswerSnippet]
    /// The messages that the engine was given, as JSON; nil also where none was asked.
    public var prompt: String?
    /// Engine, models, sampling, seed and how passages were found, as JSON.
    public var settings: String
    /// Tokens and times, as JSON.
    public var measures: String
    /// The version of the profile that answered.
    public var profileVersion: Int
    /// Which documents' words are in which parts.
    public var sources: Set<AnswerSource>

    /// Creates a content.
    public init(
        question: String, query: String?, text: String?, refused: Bool, confidence: Double, citations: String?,
        snippets: [AnswerSnippet], prompt: String?, settings: String, measures: String, profileVersion: Int,
        sources: Set<AnswerSource>
    ) {
        self.question = question
        self.query = query
        self.text = text
        self.refused = refused
        self.confidence = confidence
        self.citations = citations
        self.snippets = snippets
        self.prompt = prompt
        self.settings = settings
        self.measures = measures
        self.profileVersion = profileVersion
        self.sources = sources
    }
}

/// A passage that an answer had, by its place: its words are the document's and are not kept again.
public struct AnswerSnippet: Sendable, Hashable {
    /// Its number in the answer.
    public var number: Int
    /// The document.
    public var document: DocumentID
    /// The name under which the profile had the document.
    public var file: String
    /// The chunks that it was made of, in order.
    public var chunks: [Int64]
    /// Where it stands.
    public var location: Location
    /// How well it matched, 0…1.
    public var score: Double

    /// Creates a snippet.
    public init(
        number: Int, document: DocumentID, file: String, chunks: [Int64], location: Location, score: Double
    ) {
        self.number = number
        self.document = document
        self.file = file
        self.chunks = chunks
        self.location = location
        self.score = score
    }
}

/// A document whose words are in a part of a kept answer.
public struct AnswerSource: Sendable, Hashable {
    /// What goes when the document goes.
    public enum Part: String, Sendable, Codable {
        /// The text with its citations.
        case text
        /// What the engine was given.
        case prompt
        /// What was searched for.
        case query
    }

    /// The document.
    public var document: DocumentID
    /// The part.
    public var part: Part

    /// Creates a source.
    public init(document: DocumentID, part: Part) {
        self.document = document
        self.part = part
    }
}
