internal import ArgumentParser
internal import Inference

/// `models remove NAME`
struct ModelsRemoveCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a model from this machine.")

    @Argument(help: "The model's name.")
    var name: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        try await global.workspace().models.remove(named: name)
        if console.isJSON { try console.json(["removed": name]) }
        try console.note("Removed \(name).")
        return .done
    }
}
