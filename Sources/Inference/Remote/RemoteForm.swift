/// The forms of API that servers of engines have.
package enum RemoteAPI: Sendable, Hashable {
    /// OpenAI's `/chat/completions`.
    case openAI
    /// Anthropic's `/messages`.
    case anthropic

    /// The variables that may hold a server's key, the first to be looked up first.
    package var keyVariables: [String] {
        switch self {
        case .openAI: ["BESPOKE_API_KEY", "OPENAI_API_KEY"]
        case .anthropic: ["ANTHROPIC_API_KEY"]
        }
    }

    /// What a server that speaks it is called.
    var serverName: String {
        switch self {
        case .openAI: "an OpenAI-compatible server"
        case .anthropic: "a server of Anthropic's Messages API"
        }
    }
}

/// A request in one form of API: what is sent, and how the answer to it is read.
protocol RemoteForm: Sendable {
    associatedtype Body: RemoteBody
    associatedtype Answer: RemoteAnswer

    /// What is added to the server's address.
    static var path: String { get }
    /// What is sent first. - Throws: `invalidRequest`, `unsupportedRequest`.
    func body() throws -> Body
    /// An answer of which nothing has come.
    func answer(_ failures: ServerFailures) -> Answer
}

/// What is sent to a server.
protocol RemoteBody: Sendable {
    /// As JSON.
    func encoded() throws -> [UInt8]
    /// The same without what a server said it does not take; nil where nothing of this is in its complaint.
    func adapted(toComplaint complaint: String) -> Self?
}

/// An answer as its pieces arrive.
protocol RemoteAnswer {
    /// Whether nothing more is wanted.
    var isDone: Bool { get }
    /// Whether there was any text.
    var hasText: Bool { get }
    /// Whether the model has begun, be it with thoughts that are no part of the answer.
    var hasBegun: Bool { get }

    /// Reads the data of one event, or a whole answer.
    ///
    /// - Throws: `badResponse` for what is none; the failure that the server reports.
    mutating func read(_ event: [UInt8], _ onEvent: (GenerationEvent) -> Void) throws
    /// Ends an answer with more text than the tokens asked for can be.
    mutating func endIfTooLong()
    /// Gives out what was held back.
    ///
    /// - Throws: `brokenOff` where the server did not say that it was the end.
    mutating func end(_ onEvent: (GenerationEvent) -> Void) throws -> GenerationSummary
}

extension RemoteAnswer {
    /// Whether so much text cannot be within a limit of tokens: more bytes than those of any tokenizer have on average in a text.
    static func isTooLong(bytes: Int, tokens: Int) -> Bool { bytes > tokens * 16 + 1024 }
}
