internal import Foundation

/// A text that an answer has to contain, or must not: as it is, or as a regular expression between slashes. Case counts for
/// nothing, and any white space is one space.
struct TextDemand {
    private let text: String
    private let pattern: Regex<AnyRegexOutput>?
    /// Why it can be no demand, as in “is not a regular expression”; nil where it can.
    let problem: String?

    /// Reads `/days? off/` as an expression, and all else as text.
    init(_ text: String) {
        self.text = Self.plain(text)
        guard text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else {
            (pattern, problem) = (nil, nil)
            return
        }
        pattern = try? Regex(String(text.dropFirst().dropLast())).ignoresCase()
        problem = pattern == nil ? "no regular expression" : nil
    }

    /// Whether an answer holds it.
    func isMet(by answer: String) -> Bool {
        let answer = answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let pattern { return (try? pattern.firstMatch(in: answer)) != nil }
        return Self.plain(answer).contains(text)
    }

    private static func plain(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.lowercased().split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
    }
}
