internal import ArgumentParser
internal import Foundation
internal import Library

/// `delete NAME`
struct DeleteCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a profile and the documents that no other profile uses.",
        discussion: "Asks first on a terminal. The files on your disk that the documents came from are not touched.")

    @Argument(help: "The profile's name.")
    var name: String

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let files = try await library.files(ofProfile: name).count
        if !yes, isatty(0) == 1, console.diagnostics.isTerminal {
            try console.diagnostics.write(
                "Delete the profile “\(name)” with \(Quantity.count(files, "file"))? [y/N] ")
            guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
                try console.note("Nothing was deleted.")
                return .failed
            }
        }
        try await library.delete(profile: name)
        if console.isJSON { try console.json(["deleted": name]) }
        try console.note("Deleted the profile “\(name)”.")
        return .done
    }
}
