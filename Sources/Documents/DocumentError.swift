/// Why a document could not be read at all.
public struct DocumentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name, safe to log.
    public enum Code: String, Sendable, Codable {
        case notFound, permissionDenied, unsupportedFormat, passwordNeeded, noText, damaged, limitExceeded, toolMissing, changedWhileReading, empty, unreadable
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

    public var description: String { message }
}
