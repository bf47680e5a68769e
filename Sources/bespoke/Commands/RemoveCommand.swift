internal import ArgumentParser
internal import Library

/// `remove NAME FILE…`
struct RemoveCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove files from a profile.",
        discussion: """
            Of a document that no other profile uses nothing remains. The file on your disk is not touched. What was in an \
            archive, or attached to a message, goes with it.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(help: ArgumentHelp("The files, as “bespoke files” names them.", valueName: "file"))
    var files: [String]

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let removed = try await global.workspace().library().remove(files: files, fromProfile: name)
        if console.isJSON { try console.json(RemoveReport(removed: removed)) }
        try console.note("Removed \(Quantity.count(removed.count, "file")) from “\(name)”.")
        return .done
    }
}
