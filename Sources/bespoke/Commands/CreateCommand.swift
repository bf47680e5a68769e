internal import ArgumentParser
internal import Assistants
internal import Foundation
internal import Library

/// `create NAME`
struct CreateCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a profile.",
        usage: "bespoke create <name> [--from <dir>] [<settings>] [--json] [--quiet] [--home <dir>]",
        discussion: """
            bespoke create notes --instructions "Answer from my notes."
            bespoke create support --instructions @support.md --starter "How do I return a device?"
            bespoke create --from profiles/handbook
            """)

    @Argument(help: "The profile's name; may be left out with --from.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Create it from a folder with profile.yaml, instructions.md and files/.", valueName: "dir"),
        completion: .directory)
    var from: String?

    @OptionGroup(title: "Settings") var settings: ProfileOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if name == nil, from == nil { throw ValidationError("Give the profile a name.") }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let folder = try from.map { try ProfileFolder(contentsOf: URL(filePath: $0, directoryHint: .isDirectory)) }
        var profile = folder?.profile ?? Profile(name: "")
        if let name { profile.name = name }
        if settings.engine == nil, let engine = profile.settings.engine {
            profile.settings.engine = try EngineSetting.stored(engine, in: workspace.models)
        }
        try settings.change(in: workspace.models)(&profile)
        let created = try await workspace.library().create(profile)
        let obstacle = EngineSetting.obstacle(of: created.settings.engine, in: workspace.models)

        guard let files = folder?.files else {
            if console.isJSON { try console.json(ProfileReport(created, files: 0)) }
            try console.note("Created the profile “\(created.name)”.")
            if let obstacle { try console.warn(obstacle) }
            return .done
        }
        try console.note("Created the profile “\(created.name)”.")
        if let obstacle { try console.warn(obstacle) }
        return try await FileAdder(console: console, workspace: workspace).add([files.path], to: created.name)
    }
}
