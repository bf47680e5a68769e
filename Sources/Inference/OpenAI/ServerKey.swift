/// The key that a server wants, from the environment. It is never printed.
package struct ServerKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The variables that may hold it, the first to be looked up first.
    static let variables = ["BESPOKE_API_KEY", "OPENAI_API_KEY"]

    /// The variable that held it, or nil where there is no key.
    let variable: String?
    /// What follows `Bearer`.
    let secret: String?

    /// Looks the key up.
    ///
    /// - Throws: `invalidEngine` for a key that cannot stand in a header; the error names the variable only.
    package init(environment: [String: String]) throws {
        for variable in Self.variables {
            guard let value = environment[variable]?.trimmed, !value.isEmpty else { continue }
            guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw InferenceError(
                    .invalidEngine, "the key in \(variable) holds characters that a key cannot have; set it again")
            }
            self.variable = variable
            secret = value
            return
        }
        variable = nil
        secret = nil
    }

    package var description: String { variable.map { "the key in \($0)" } ?? "no key" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
