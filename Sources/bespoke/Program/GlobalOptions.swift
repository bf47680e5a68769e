internal import ArgumentParser
internal import Foundation

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Flag(help: "Write the result as JSON.")
    var json = false

    @Flag(name: [.short, .long], help: "Leave out notes and progress.")
    var quiet = false

    @Option(
        help: ArgumentHelp(
            "Keep everything in this folder. (default: $BESPOKE_HOME, else the user's data folder)", valueName: "dir"),
        completion: .directory)
    var home: String?

    /// What the command writes with.
    var console: Console { Console(isJSON: json, isQuiet: quiet) }

    /// The library and the models that the command works on.
    func workspace() throws -> Workspace {
        let console = console
        // Who cannot be told has gone, which the next line of the result finds.
        return try Workspace(home: home, onWait: { if !console.isQuiet { try? console.warn($0) } })
    }

    mutating func validate() throws {
        if let home, home.isEmpty { throw ValidationError("--home needs the path of a folder.") }
    }
}
