public import Inference

/// What speaks against trusting an assistant's answers before any is given.
public struct AnswerWarning: Sendable, Hashable, Codable {
    /// A stable name, safe to log.
    public enum Code: String, Sendable, Codable {
        /// The engine was not made to answer.
        case baseModel
        /// Nobody says how long a prompt the engine takes.
        case windowAssumed
    }

    /// What kind of warning it is.
    public var code: Code
    /// What is wrong, and what to do.
    public var message: String

    /// Creates a warning.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The warnings about an engine.
    public static func of(_ engine: any Engine) -> [AnswerWarning] {
        var warnings: [AnswerWarning] = []
        if engine.isBaseModel {
            warnings.append(
                AnswerWarning(
                    .baseModel,
                    "the engine \(engine.name) is a base model: it goes on with texts and was not made to answer, so do not rely "
                        + "on its words; choose an engine that was trained on instructions, such as --engine default"))
        }
        if engine.isContextLengthAssumed {
            warnings.append(
                AnswerWarning(
                    .windowAssumed,
                    "\(engine.name) does not say how many tokens it takes, so \(engine.contextLength) are taken for granted; say "
                        + "it with “bespoke engines set \(engine.name) --window TOKENS”"))
        }
        return warnings
    }
}
