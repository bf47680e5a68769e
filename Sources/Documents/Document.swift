/// One uploaded source after reading: its type, its title, its blocks in reading order and what went wrong.
public struct Document: Sendable, Equatable {
    /// The format that was found by content.
    public var type: DocumentType
    /// The document's own title, if it states one.
    public var title: String?
    /// The address that a web page says it has, as it is written there.
    public var canonicalAddress: String?
    /// Blocks in reading order.
    public var blocks: [Block]
    /// Number of pages, for paged formats.
    public var pageCount: Int?
    /// What the reader left out on purpose, besides hidden blocks; kinds of which there was none are not in it.
    public var omissions: [ExtractionLedger.Omission]
    /// Recoverable problems met while reading.
    public var diagnostics: [Diagnostic]
    /// Files inside it that are documents of their own.
    public var children: [ChildFile]

    /// Creates a document.
    public init(
        type: DocumentType, title: String? = nil, canonicalAddress: String? = nil, blocks: [Block] = [],
        pageCount: Int? = nil,
        omissions: [ExtractionLedger.Omission] = [], diagnostics: [Diagnostic] = [], children: [ChildFile] = []
    ) {
        self.type = type
        self.title = title
        self.canonicalAddress = canonicalAddress
        self.blocks = blocks
        self.pageCount = pageCount
        self.omissions = omissions.filter { $0.count > 0 }
        self.diagnostics = diagnostics
        self.children = children
    }
}

/// A problem that did not stop the reading: one bad page, bytes that are not text, hidden text.
public struct Diagnostic: Sendable, Hashable, Codable {
    /// How bad it is.
    public enum Severity: String, Sendable, Codable { case note, warning, error }

    /// How bad it is.
    public var severity: Severity
    /// A stable name for programs: `passwordNeeded`, `noText`, `unsupportedFormat`, `damaged`, `limitExceeded`, `hiddenText`, `encoding`.
    public var code: String
    /// What happened, in a sentence.
    public var message: String
    /// Where, if known.
    public var location: Location?

    /// Creates a diagnostic.
    public init(severity: Severity, code: String, message: String, location: Location? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
    }
}
