public import Documents
public import Inference
public import Library
public import Retrieval

/// An answer with everything that is needed to check it.
public struct Answer: Sendable {
    /// What was asked.
    public var question: String
    /// What was searched for.
    public var query: String
    /// The answer's text with its citation marks `[1]`, exactly as it was streamed.
    public var text: String
    /// The words of the documents that answer, where thinking longer found them; they are part of `text`.
    public var short: String?
    /// Whether the documents do not answer; then `text` says so and no engine's words are in it.
    public var refused: Bool
    /// How sure the evidence is, 0…1.
    public var confidence: Double
    /// One for each statement, in the order of the text.
    public var citations: [Citation]
    /// Statements of the engine that were left out because no passage supports them, as ``UnsupportedStatements/removed`` asks.
    public var removed: [String]
    /// What the question takes for granted and the documents have otherwise; then the text says so. Nil where there is no such thing.
    public var premise: FalsePremise?
    /// The snippets that the engine saw, or for a refusal the closest passages.
    public var snippets: [Snippet]
    /// The engine's name; nil where none was asked.
    public var engine: String?
    /// Tokens read and written by the engine.
    public var usage: Usage
    /// How long it took.
    public var timings: AnswerTimings
    /// What explains it, stage by stage.
    public var trace: AnswerTrace
    /// What speaks against trusting it, whatever it says.
    public var warnings: [AnswerWarning]
    /// How it was made.
    public var settings: AnswerSettings
    /// The version of the profile that answered.
    public var profileVersion: Int
    /// Which documents' words are in its text, its prompt and its query.
    public var sources: Set<AnswerSource>
}

/// A statement of an answer and the words of a document that support it.
public struct Citation: Sendable, Hashable, Codable {
    /// The snippet's number, as in the text; nil where a statement names none and none supports it.
    public var number: Int?
    /// The document's name in the profile.
    public var document: String
    /// The page or lines of the quoted words.
    public var location: Location
    /// The quoted words, exactly as in the document.
    public var quote: String
    /// The headings above them, outermost first.
    public var headings: [String]
    /// The statement of the answer.
    public var sentence: String
    /// Whether the quoted words support the statement.
    public var supported: Bool

    package init(
        number: Int?, document: String, location: Location, quote: String, headings: [String], sentence: String,
        supported: Bool
    ) {
        self.number = number
        self.document = document
        self.location = location
        self.quote = quote
        self.headings = headings
        self.sentence = sentence
        self.supported = supported
    }

    /// For a statement that no passage supports.
    static func unsupported(_ sentence: String) -> Citation {
        Citation(
            number: nil, document: "", location: Location(), quote: "", headings: [], sentence: sentence,
            supported: false)
    }
}

/// Tokens that an engine read and wrote, and what they cost.
public struct Usage: Sendable, Hashable, Codable {
    /// Tokens read.
    public var promptTokens = 0
    /// Tokens written.
    public var answerTokens = 0
    /// Tokens of those read that a server had kept; nil for none.
    public var cacheReadTokens: Int?
    /// Tokens of those read that a server keeps from now on; nil for none.
    public var cacheWriteTokens: Int?
    /// True where the server did not count; else nil.
    public var estimated: Bool?
    /// What they cost; nil where that is not known.
    public var cost: TokenCost?

    /// Adds what an engine read and wrote.
    ///
    /// - Parameter prices: the engine's; nil where they are not known.
    mutating func add(_ summary: GenerationSummary, prices: TokenPrices?) {
        let isFirst = promptTokens == 0 && answerTokens == 0
        let more = prices?.cost(of: summary)
        if isFirst {
            cost = more
        } else if let sum = cost, let more, sum.currency == more.currency {
            cost = TokenCost(amount: sum.amount + more.amount, currency: sum.currency)
        } else {
            cost = nil
        }
        promptTokens += summary.promptTokens
        answerTokens += summary.answerTokens
        if summary.cacheReadTokens > 0 { cacheReadTokens = (cacheReadTokens ?? 0) + summary.cacheReadTokens }
        if summary.cacheWriteTokens > 0 { cacheWriteTokens = (cacheWriteTokens ?? 0) + summary.cacheWriteTokens }
        if summary.isEstimated { estimated = true }
    }
}

/// How long an answer took, in milliseconds from the question.
public struct AnswerTimings: Sendable, Hashable, Codable {
    /// Until the passages were found.
    public var retrieval: Double = 0
    /// Until the first piece of text was out.
    public var firstToken: Double = 0
    /// Until the end.
    public var total: Double = 0
}

/// What explains an answer.
public struct AnswerTrace: Sendable {
    /// Every chunk considered, best first.
    public var candidates: [Candidate] = []
    /// What the search had no time for.
    public var omissions: [StageOmission] = []
    /// Every sentence considered as evidence, best first.
    public var evidence: [EvidenceCandidate] = []
    /// Where what was searched for comes from.
    public var queryOrigin = QueryOrigin.question
    /// The turns of the conversation, from 1, that were left out of the prompt.
    public var cutTurns: [Int] = []
    /// What the prompt tells of turns that were left out, oldest first. Of turns in none nothing is told.
    public var digests: [ConversationDigest] = []
    /// All digests that were made for the question, so that the next one need not make them again.
    var madeDigests: [ConversationDigest] = []
    /// The packed prompt; empty where no engine was asked.
    public var prompt: [ChatMessage] = []
    /// Tokens that the prompt came to, and the most it could have had.
    public var promptTokens = 0
    /// The engine's window less the room for its answer.
    public var promptBudget = 0
    /// Numbers of the snippets that did not fit and were left out of the prompt.
    public var cutSnippets: [Int] = []
    /// What the engine said, before it was checked.
    public var engineText: String?
    /// Sentences of the snippets that were not read, since they are orders for an assistant and say nothing about their subject.
    public var ignoredOrders: [String] = []
    /// Why the engine's words were kept, trimmed or left out.
    public var engineVerdict: String?
    /// What thinking longer came to; nil where nobody asked for it, or nothing was found.
    public var thinking: Thinking?
    /// Milliseconds each stage took, in order.
    public var timings: [StageTiming] = []
}

/// Where what is searched for comes from.
public enum QueryOrigin: String, Sendable, Codable {
    /// It is the question.
    case question
    /// Rules completed the question by the conversation.
    case rules
    /// The engine did.
    case engine
}

/// A sentence of a snippet and how well it answers the question.
public struct EvidenceCandidate: Sendable, Hashable, Codable {
    /// The snippet's number.
    public var snippet: Int
    /// UTF-8 offsets into the snippet's text.
    public var range: Range<Int>
    /// The sentence.
    public var text: String
    /// Share of the question's words that it holds, rare words weighing more, 0…1.
    public var words: Double
    /// The same for the sentence with the one before it and the headings above.
    public var context: Double
    /// Cosine with the question; nil where the embedder does not cover the text.
    public var similarity: Double?
    /// How much likelier the engine finds the question after the sentence than without it, nats a token; nil where no engine can say.
    public var likelihood: Double?
    /// All of these weighed.
    public var score: Double
    /// Whether it is part of the answer.
    public var isChosen: Bool
}

/// What an assistant reports while it answers.
public enum AnswerEvent: Sendable {
    /// The next piece of the text.
    case text(String)
    /// The whole answer, once, at the end. Its `text` is all pieces joined.
    case finished(Answer)
}
