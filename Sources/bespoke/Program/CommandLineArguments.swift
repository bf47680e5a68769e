/// Lets the global options stand before the command too, as in `bespoke --json list`.
package enum CommandLineArguments {
    /// `arguments` with the global options that lead them moved behind the command's own.
    package static func globalOptionsLast(_ arguments: [String]) -> [String] {
        var rest = arguments[...]
        var leading: [String] = []
        scan: while let argument = rest.first {
            switch argument {
            case "--json", "--quiet", "-q":
                leading.append(rest.removeFirst())
            case "--home" where rest.count > 1:
                leading += rest.prefix(2)
                rest = rest.dropFirst(2)
            case _ where argument.hasPrefix("--home="):
                leading.append(rest.removeFirst())
            default:
                break scan
            }
        }
        guard !leading.isEmpty, !rest.isEmpty else { return arguments }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return rest[..<end] + leading + rest[end...]
    }

    /// Single letters that are options of some command.
    private static let letters: Set<Character> = ["h", "q", "y"]
    /// Long options that take no value.
    private static let flags: Set<String> = [
        "--json", "--quiet", "--no-stream", "--explain", "--yes", "--help", "--version",
        "--allow-private-addresses", "--no-history", "--continue", "--all", "--strict", "--free",
    ]

    /// The first argument that looks like an option and can be none, such as a file named `-dash.md`, of which the parser
    /// would make `-d -a -s -h`. What may be the value of an option is left to the parser, and so is all that follows `--`.
    package static func mistakenOption(in arguments: [String]) -> String? {
        var previous = ""
        for argument in arguments.prefix(while: { $0 != "--" }) {
            defer { previous = argument }
            guard argument.hasPrefix("-"), argument.count > 1, !argument.hasPrefix("--") else { continue }
            let takesValue = previous.hasPrefix("--") && !previous.contains("=") && !flags.contains(previous)
            if !takesValue, !argument.dropFirst().allSatisfy(letters.contains) { return argument }
        }
        return nil
    }
}
