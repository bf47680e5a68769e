internal import ArgumentParser
internal import Foundation
internal import Library

/// `edit NAME`
struct EditCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a profile, by options or in your editor.",
        usage: "bespoke edit <name> [<settings>] [--json] [--quiet] [--home <dir>]",
        discussion: """
            Without options the profile's text opens in $VISUAL or $EDITOR. Every change makes a numbered version.

            bespoke edit notes --engine openai:http://localhost:8080#gemma --temperature 0.3
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @OptionGroup(title: "Settings") var settings: ProfileOptions
    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let before = try await library.profile(named: name)
        let after =
            if settings.isEmpty {
                try await ProfileEditing(library: library, models: workspace.models, console: console).edit(before)
            } else {
                try await library.update(profile: name, settings.change(in: workspace.models))
            }
        if console.isJSON {
            let files = try await library.files(ofProfile: after.name).count
            try console.json(ProfileReport(after, files: files))
        }
        try console.note(
            after.version == before.version
                ? "“\(after.name)” is unchanged." : "“\(after.name)” is now version \(after.version).")
        if after.settings.engine != before.settings.engine,
            let obstacle = EngineSetting.obstacle(of: after.settings.engine, in: workspace.models)
        {
            try console.warn(obstacle)
        }
        return .done
    }
}
