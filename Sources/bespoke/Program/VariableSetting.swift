internal import ArgumentParser

/// What an option `--set NAME=VALUE` gives a variable of the instructions.
struct VariableSetting: ExpressibleByArgument, Sendable {
    /// The variable.
    let name: String
    /// What it stands for; may be empty.
    let value: String

    init?(argument: String) {
        guard let mark = argument.firstIndex(of: "="), mark != argument.startIndex else { return nil }
        name = String(argument[..<mark])
        value = String(argument[argument.index(after: mark)...])
    }

    /// The values by their names; of several for one name the last counts.
    static func values(_ settings: [VariableSetting]) -> [String: String] {
        Dictionary(settings.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
}
