internal import ArgumentParser
internal import Library

/// `clone NAME NEW-NAME`
struct CloneCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "clone", abstract: "Copy a profile with its files.",
        discussion: "Documents are shared between the two: nothing is read or embedded again.")

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(help: "The copy's name.")
    var newName: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let profile = try await library.clone(profile: name, as: newName)
        let files = try await library.files(ofProfile: newName).count
        if console.isJSON { try console.json(ProfileReport(profile, files: files)) }
        try console.note("Copied “\(name)” to “\(profile.name)” with \(Quantity.count(files, "file")).")
        return .done
    }
}
