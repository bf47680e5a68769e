/// What thinking longer about a question came to.
public struct Thinking: Sendable {
    /// How many candidate answers were asked for.
    public var count: Int
    /// How often the engine was asked: for a small one the ways in which sentences were shown to it, for a large one its answers.
    public var views: Int
    /// Candidate answers that were looked at.
    public var considered: Int
    /// Those of them that were voted for or verified, best first.
    public var drafts: [Draft]
    /// What was chosen, and why.
    public var verdict: String
}

/// A candidate answer.
public struct Draft: Sendable, Hashable, Codable {
    /// A small engine's are words of a sentence, a large one's whole answers.
    public var text: String
    /// The number of the snippet that holds it; nil where it is made of several.
    public var snippet: Int? = nil
    /// How far the views agree on it, 0…1.
    public var votes: Double
    /// How likely the engine finds the question after it, nats a token; or the share of its statements that the snippets support.
    public var support: Double
    /// All of these weighed.
    public var score: Double
    /// Whether it is the answer.
    public var isChosen: Bool
}
