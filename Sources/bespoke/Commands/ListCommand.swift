internal import ArgumentParser
internal import Foundation
internal import Library

/// `list`
struct ListCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the profiles.")

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let profiles = try await global.workspace().library().profiles()
        if console.isJSON {
            try console.json(ProfileListReport(profiles))
            return .done
        }
        guard !profiles.isEmpty else {
            try console.note("There is no profile yet. Create one: bespoke create NAME --instructions “…”")
            return .done
        }
        var table = Table([
            ("NAME", .left), ("FILES", .right), ("CHUNKS", .right), ("ENGINE", .left), ("CHANGED", .left),
        ])
        for profile in profiles {
            table.add([
                profile.name, Quantity.grouped(profile.fileCount), Quantity.grouped(profile.chunkCount),
                profile.engine ?? "default", CalendarText.day(profile.updatedAt),
            ])
        }
        for line in table.lines(width: console.output.width) { try console.line(line) }
        return .done
    }
}
