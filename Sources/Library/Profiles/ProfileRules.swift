internal import Foundation

/// What a profile may contain.
enum ProfileRules {
    /// Characters of the longest name.
    static let longestName = 64

    /// Under which profiles are unique: names that differ only in case or in Unicode form are the same.
    static func key(of name: String) -> String {
        name.precomposedStringWithCanonicalMapping.lowercased()
    }

    /// - Throws: ``LibraryError`` with `invalidName`.
    static func check(name: String) throws {
        let rule: String? =
            if name.isEmpty {
                "it is empty"
            } else if name.count > longestName {
                "it has \(name.count) characters"
            } else if name.unicodeScalars.contains(where: isControl) {
                "it contains a control character"
            } else if name.contains("/") || name.contains("\\") {
                "it contains a path separator"
            } else if name == "." || name == ".." {
                "it is a folder's name"
            } else if name.hasPrefix("-") {
                "it starts like an option"
            } else if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
                "it starts or ends with a space"
            } else {
                nil
            }
        guard let rule else { return }
        let shown = String(String.UnicodeScalarView(name.unicodeScalars.prefix(80).filter { !isControl($0) }))
        throw LibraryError(
            .invalidName,
            "\"\(shown)\" is no name for a profile: \(rule); use 1 to \(longestName) characters "
                + "without \"/\", \"\\\" and control characters, such as \"handbook\"")
    }

    /// - Throws: ``LibraryError`` with `invalidSetting`, naming the setting, its value and its range.
    static func check(_ settings: ProfileSettings) throws {
        if let problem = settings.problem(naming: \.name) { throw LibraryError(.invalidSetting, problem) }
        if let engine = settings.engine, engine.allSatisfy(\.isWhitespace) {
            throw LibraryError(.invalidSetting, "engine is empty; name a model, or openai:URL#model")
        }
    }

    /// - Throws: ``LibraryError`` with `invalidSetting` where a variable of the instructions has no value, or a value no variable.
    static func check(variablesOf profile: Profile) throws {
        let template = InstructionTemplate(profile.instructions)
        if let problem = template.problem(storing: profile.settings.variables ?? [:]) {
            throw LibraryError(.invalidSetting, problem)
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
