/// Why a question could not be asked, or a profile folder or kept answer not be read.
public struct AssistantError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name, safe to log.
    public enum Code: String, Sendable, Codable {
        case emptyQuestion, questionTooLong, invalidProfileFolder, unreadableAnswer
        case sourceNotFound, unknownVariable
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
