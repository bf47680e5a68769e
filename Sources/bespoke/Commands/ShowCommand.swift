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
        let text = try ProfileDocument.text(of: profile)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
        {
            // What a break begins stands deeper, so that it is still the same YAML where the line is not literal text.
            try console.paragraph(String(line), indent: line.prefix { $0 == " " }.count + 2)
        }
        try console.note(
            "Version \(profile.version) of \(CalendarText.minute(profile.updatedAt)), "
                + "\(Quantity.count(files.count, "file")).")
        return .done
    }
}
