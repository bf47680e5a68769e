internal import ArgumentParser
internal import Library

/// `rename NAME NEW-NAME`
struct RenameCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "rename", abstract: "Give a profile another name.")

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(help: "Its new name.")
    var newName: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let profile = try await library.rename(profile: name, to: newName)
        if console.isJSON {
            let files = try await library.files(ofProfile: newName).count
            try console.json(ProfileReport(profile, files: files))
        }
        try console.note("Renamed “\(name)” to “\(profile.name)”.")
        return .done
    }
}
