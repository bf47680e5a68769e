/// A question that a profile is to answer in a certain way.
public struct ProfileTest: Sendable, Codable, Equatable {
    /// A document that an answer has to cite.
    public struct Source: Sendable, Codable, Equatable {
        /// The document's name in the profile.
        public var document: String
        /// The page that has to be cited; nil for any.
        public var page: Int?
        /// The first and the last of the lines of which one has to be cited; nil for any.
        public var lines: ClosedRange<Int>?

        /// Creates a source.
        public init(_ document: String, page: Int? = nil, lines: ClosedRange<Int>? = nil) {
            self.document = document
            self.page = page
            self.lines = lines
        }
    }

    /// What is asked.
    public var question: String
    /// What the answer has to contain: texts, in whatever case, or regular expressions between slashes.
    public var contains: [String]
    /// What it must not contain.
    public var lacks: [String]
    /// What it has to cite.
    public var cites: [Source]
    /// Whether the documents have to be said not to answer; then nothing else is demanded.
    public var refuses: Bool

    /// Creates a test.
    public init(
        _ question: String, contains: [String] = [], lacks: [String] = [], cites: [Source] = [], refuses: Bool = false
    ) {
        self.question = question
        self.contains = contains
        self.lacks = lacks
        self.cites = cites
        self.refuses = refuses
    }
}
