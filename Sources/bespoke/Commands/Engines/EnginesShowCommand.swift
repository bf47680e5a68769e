internal import ArgumentParser
internal import Inference

/// `engines show ENGINE`
struct EnginesShowCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Ask a server for its window, and show all that is known of it.",
        discussion: "Shows where the key comes from, and never the key itself.")

    @Argument(help: "The engine: openai:URL#MODEL, anthropic:MODEL or anthropic:URL#MODEL.")
    var engine: String

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let engine = try EngineSpecification(engine)
        guard let known = try await global.workspace().engines.remoteDescription(of: engine) else {
            throw Failure(
                "\(engine) is no server; “bespoke models list” shows what is on this machine", code: .wrongUsage)
        }
        let report = RemoteEngineReport(known)
        if console.isJSON {
            try console.json(report)
            return .done
        }
        for (name, value) in report.lines {
            try console.paragraph("\(name):" + String(repeating: " ", count: 12 - name.count) + value, indent: 13)
        }
        return .done
    }
}
