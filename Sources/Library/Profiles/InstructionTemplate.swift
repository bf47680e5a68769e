/// Instructions with variables: `{{date}}`, `{{profile}}`, and the profile's own, such as `{{tone}}` or `{{tone|friendly}}`, which is
/// "friendly" where nothing else is said.
///
/// ```swift
/// InstructionTemplate("Be {{tone|friendly}}.").text { _ in nil }  // "Be friendly."
/// ```
///
/// A name begins with a letter and goes on with letters, digits, `-` and `_`. `\{{tone}}` stands for `{{tone}}` itself, and so does
/// whatever has another form.
package struct InstructionTemplate: Sendable {
    /// The variables that every profile has: the day of the question, and the profile's name.
    package enum BuiltIn: String, CaseIterable, Sendable { case date, profile }

    private let source: String

    /// Reads instructions; any text is a template.
    package init(_ source: String) { self.source = source }

    /// The names of its variables in their order, each once.
    package var names: [String] {
        variables.reduce(into: []) { if !$0.contains($1.name) { $0.append($1.name) } }
    }

    /// The instructions with values in the place of variables.
    ///
    /// - Parameter value: what a variable stands for; nil for what the instructions themselves say, or its name in braces where they say
    ///   nothing.
    package func text(_ value: (String) -> String?) -> String {
        source.replacing(Self.pattern) { match in
            guard match.1.isEmpty else { return String(match.0.dropFirst()) }
            return value(String(match.2)) ?? Self.fallback(match.3) ?? String(match.0)
        }
    }

    /// What is wrong with values for its variables, and what to do; nil where nothing is.
    ///
    /// - Parameter values: those that are stored with the profile, by name.
    package func problem(storing values: [String: String]) -> String? {
        for name in values.keys.sorted() where BuiltIn(rawValue: name) != nil {
            return "{{\(name)}} is filled in by Bespoke and cannot be stored; call the variable something else"
        }
        if let problem = problem(setting: values) { return problem }
        for variable in variables where variable.fallback == nil {
            let name = variable.name
            guard values[name] == nil, BuiltIn(rawValue: name) == nil else { continue }
            let known = BuiltIn.allCases.map(\.rawValue) + values.keys.sorted()
            let nearest = NearestName.suggestion(for: name, among: known).map { "; did you mean {{\($0)}}?" } ?? ";"
            return "the instructions have {{\(name)}}, and nothing says what it stands for\(nearest) "
                + "write {{\(name)|VALUE}}, or give it a value with --set \(name)=VALUE"
        }
        return nil
    }

    /// What is wrong with values for one question: names that are none of the instructions'; nil where nothing is.
    package func problem(setting values: [String: String]) -> String? {
        let names = names
        guard let stray = values.keys.sorted().first(where: { !names.contains($0) }) else { return nil }
        let advice =
            if let nearest = NearestName.suggestion(for: stray, among: names) {
                "did you mean {{\(nearest)}}?"
            } else if names.isEmpty {
                "they have none; write {{\(stray)}} where its value is to stand"
            } else {
                "they have \(names.map { "{{\($0)}}" }.joined(separator: ", "))"
            }
        return "the instructions have no variable {{\(stray)}}; \(advice)"
    }

    private var variables: [(name: String, fallback: String?)] {
        source.matches(of: Self.pattern).filter(\.1.isEmpty).map { (String($0.2), Self.fallback($0.3)) }
    }

    private static func fallback(_ text: Substring?) -> String? {
        text.map { String($0.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
    }

    /// A backslash, a name, and what it stands for by default.
    private static var pattern: Regex<(Substring, Substring, Substring, Substring?)> {
        #/(\\?)\{\{\s*(\p{L}[\p{L}\p{N}_\-]*)\s*(?:\|([^{}]*))?\}\}/#
    }
}
