internal import ArgumentParser
internal import Foundation
internal import Library

/// `conversations delete ID…`
struct ConversationsDeleteCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete conversations; nothing of them remains.",
        discussion: "Asks first on a terminal. Give ids, or --profile NAME, or --all.")

    @Argument(help: "The ids of conversations.")
    var ids: [String] = []

    @Option(help: ArgumentHelp("All conversations of this profile.", valueName: "name"))
    var profile: String?

    @Flag(help: "All conversations of all profiles.")
    var all = false

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        let ways = (ids.isEmpty ? 0 : 1) + (profile == nil ? 0 : 1) + (all ? 1 : 0)
        guard ways == 1 else {
            throw ValidationError("Give the ids of conversations, or --profile NAME, or --all, and only one of these.")
        }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        var chosen: [ConversationSummary] = []
        if ids.isEmpty {
            chosen = try await library.conversations(ofProfile: profile)
        } else {
            for id in ids {
                let conversation = try await library.conversation(id)
                if !chosen.contains(conversation) { chosen.append(conversation) }
            }
        }
        if !yes, !chosen.isEmpty, isatty(0) == 1, console.diagnostics.isTerminal {
            let name =
                chosen.count == 1
                ? "the conversation “\(chosen[0].name)”" : "\(Quantity.count(chosen.count, "conversation"))"
            try console.diagnostics.write("Delete \(name)? [y/N] ")
            guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
                try console.note("Nothing was deleted.")
                return .failed
            }
        }
        try await library.delete(conversations: chosen.map(\.id))
        if console.isJSON { try console.json(["deleted": chosen.map(\.id)]) }
        try console.note("Deleted \(Quantity.count(chosen.count, "conversation")).")
        return .done
    }
}
