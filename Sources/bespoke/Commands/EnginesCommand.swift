internal import ArgumentParser
internal import Inference

/// `engines`
struct EnginesCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "engines", abstract: "List the engines that a profile can use.",
        discussion: """
            A profile takes one with --engine: a model on this machine by its name, or any server that speaks the \
            OpenAI protocol as openai:URL#MODEL. Its key comes from $BESPOKE_API_KEY, else $OPENAI_API_KEY. A base model \
            goes on with texts and was not made to answer; “ask” warns of it.
            """)

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let models = try ModelRow.all(in: global.workspace()).filter { $0.purpose == "engine" }
        if console.isJSON {
            try console.json(
                EngineListReport(
                    engines: models.map {
                        .init(name: $0.name, kind: "native", installed: $0.installed, baseModel: $0.baseModel)
                    }))
            return .done
        }
        var table = Table([("ENGINE", .left), ("RUNS", .left), ("STATE", .left)])
        for model in models {
            table.add([
                model.name, "on this machine", model.state,
            ])
        }
        table.add(["openai:URL#MODEL", "on a server", "key from $BESPOKE_API_KEY"])
        for line in table.lines(width: console.output.width) { try console.line(line) }
        return .done
    }
}

/// The result of `engines`.
struct EngineListReport: Encodable {
    let engines: [Row]

    /// One engine.
    struct Row: Encodable {
        let name: String
        let kind: String
        let installed: Bool
        let baseModel: Bool?
    }
}
