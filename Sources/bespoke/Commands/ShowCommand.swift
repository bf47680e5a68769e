internal import ArgumentParser
internal import Assistants
internal import Foundation
internal import Library

/// `show NAME`
struct ShowCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a profile: what it is told, how it works, what it has.")

    @Argument(help: "The profile's name.")
    var name: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let profile = try await library.profile(named: name)
        let files = try await library.files(ofProfile: name)
        if console.isJSON {
            try console.json(ProfileReport(profile, files: files.count))
            return .done
        }
        try console.output.write(ProfileDocument.text(of: profile))
        try console.note(
            "Version \(profile.version) of \(CalendarText.minute(profile.updatedAt)), "
                + "\(Quantity.count(files.count, "file")).")
        return .done
    }
}
