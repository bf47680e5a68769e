/// Why text cannot be held to a constraint.
public struct ConstraintError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name, safe to log.
    public enum Code: String, Sendable {
        /// It is no constraint: a bracket is missing, a schema is not JSON.
        case invalid
        /// It asks for something that is not supported.
        case unsupported
        /// It needs more states than a constraint may have.
        case tooLarge
        /// No text fulfils it, or none that the vocabulary can spell.
        case unsatisfiable
        /// A token was taken that it does not allow.
        case outside
    }

    /// What kind of failure it is.
    public var code: Code
    /// What is wrong, and where.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
