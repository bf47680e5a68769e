internal import ArgumentParser

/// Suggests the nearest command for a name that is none.
enum UnknownCommand {
    /// - Throws: a ``Failure`` where the first argument is no command and no option.
    static func check(_ arguments: [String]) throws {
        guard let name = arguments.first, !name.isEmpty, !name.hasPrefix("-") else { return }
        let known = BespokeCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !known.contains(name), name != "help" else { return }
        let nearest = known.map { (name: $0, distance: distance(name, $0)) }.min { $0.distance < $1.distance }
        let suggestion = nearest.flatMap { $0.distance <= 2 ? "; did you mean “\($0.name)”?" : nil }
        throw Failure(
            "there is no command “\(name)”\(suggestion ?? ""); `bespoke --help` lists them all", code: .wrongUsage)
    }

    /// The Levenshtein distance: letters to insert, delete or replace.
    static func distance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (index, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let replaced = diagonal + (character == second[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
