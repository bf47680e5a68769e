/// Why an engine, an embedder or the model catalogue failed.
public struct InferenceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name, safe to log.
    public enum Code: String, Sendable, Codable {
        case unknownModel, modelMissing, modelDamaged, unsupportedModel, invalidEngine
        case keyMissing, unauthorized, refused, unreachable, timedOut, brokenOff, rateLimited, badResponse
        case invalidRequest, unsupportedRequest
        case promptTooLong, diskFull, permissionDenied, downloadFailed
        case invalidName, nameTaken
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed, with which value, why, and what to do. Never holds a key, a prompt or document text.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
