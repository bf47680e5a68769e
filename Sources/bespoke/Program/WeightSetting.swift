internal import ArgumentParser
internal import Library

/// What an option `--weight PATH=NUMBER` says of files.
struct WeightSetting: ExpressibleByArgument, Sendable {
    let weight: SourceWeight

    init?(argument: String) {
        guard let mark = argument.lastIndex(of: "="), mark != argument.startIndex,
            let number = Double(argument[argument.index(after: mark)...])
        else { return nil }
        weight = SourceWeight(path: String(argument[..<mark]), weight: number)
    }

    /// The weights with those set: one of a path that is there is changed, and 1 takes it out.
    static func merged(_ settings: [WeightSetting], into weights: [SourceWeight]) -> [SourceWeight] {
        var weights = weights
        for setting in settings.map(\.weight) {
            if let index = weights.firstIndex(where: { $0.path == setting.path }) {
                weights[index] = setting
            } else {
                weights.append(setting)
            }
        }
        return weights.filter { $0.weight != 1 }
    }
}
