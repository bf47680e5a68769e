internal import Documents

/// An input that was not added, and why.
public struct IngestFailure: Error, Sendable, Hashable {
    /// The input as the user named it, or the document's name.
    public var source: String
    /// A stable name, safe to log: those of `DocumentError.Code`, and `noReadableFiles` for a folder or pattern.
    public var code: String
    /// What failed, with which value, why, and what to do.
    public var message: String

    /// Creates a failure.
    public init(source: String, code: String, message: String) {
        self.source = source
        self.code = code
        self.message = message
    }

    init(_ source: String, _ error: DocumentError) {
        self.init(source: source, code: error.code.rawValue, message: error.message)
    }
}
