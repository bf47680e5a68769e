internal import Foundation
internal import Library

/// A profile's instructions with values in the place of their variables.
struct FilledInstructions: Sendable {
    /// What the engine is told.
    let text: String
    /// What each variable stands for, by name; those that nobody gave a value are left out.
    let values: [String: String]

    /// - Parameter options: what the question says about variables; else the profile does, and else its instructions.
    init(of profile: Profile, _ options: AskOptions) {
        var values: [String: String] = [:]
        text = InstructionTemplate(profile.instructions).text { name in
            let value =
                options.variables[name] ?? profile.settings.variables?[name]
                ?? InstructionTemplate.BuiltIn(rawValue: name).map { variable in
                    switch variable {
                    case .date: options.date.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
                    case .profile: profile.name
                    }
                }
            values[name] = value
            return value
        }
        self.values = values
    }
}
