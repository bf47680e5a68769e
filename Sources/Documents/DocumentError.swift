/// Why a document could not be read at all.
public struct DocumentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name, safe to log.
    public enum Code: String, Sendable, Codable {
        case notFound, permissionDenied, unsupportedFormat, passwordNeeded, noText, damaged, limitExceeded, toolMissing,
            changedWhileReading, empty, unreadable
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed, with which value, why, and what to do.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

extension DocumentError {
    /// Nothing but white space, or nothing at all.
    package static func empty(_ name: String) -> DocumentError {
        DocumentError(.empty, "\(name) has no text: it is empty or holds only white space")
    }
}
