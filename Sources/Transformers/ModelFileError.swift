/// Why a model file could not be used. Model files are untrusted: every offset and size in them is checked.
public struct ModelFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name, safe to log.
    public enum Code: String, Sendable {
        case unreadable, notAModel, damaged, unsupported, templateFailed
    }

    /// What kind of failure it is.
    public var code: Code
    /// What is wrong, with which value and where, and what to do.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
