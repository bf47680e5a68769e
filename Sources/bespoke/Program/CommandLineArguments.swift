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
}
