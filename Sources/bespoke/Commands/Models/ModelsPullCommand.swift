internal import ArgumentParser
internal import Inference

/// `models pull [NAME…]`
struct ModelsPullCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Fetch models: the default pair, or those named.",
        discussion: """
            What is there already, byte for byte, is not fetched again; what is damaged is. An interrupted download goes on where it stopped; a file is \
            put in place only when its SHA-256 is that of the catalogue.
            """)

    @Argument(help: ArgumentHelp("Models of the catalogue.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let store = try global.workspace().models
        let catalogue = ModelCatalogue.standard
        let models = try names.isEmpty ? catalogue.defaults : names.map { try catalogue.model(named: $0) }
        let bar = ProgressBar(console: console)
        var pulled: [PullReport.Row] = []
        for model in models {
            if try await store.isWhole(model) {
                try console.note("\(model.name) is there.")
                pulled.append(.init(name: model.name, fetched: false))
                continue
            }
            if let found = try store.installed().first(where: { $0.name == model.name }),
                let damage = try await store.damage(of: found)
            {
                try console.note("\(model.name) is damaged: \(damage).")
            }
            try console.note("Fetching \(model.name) (\(Quantity.bytes(model.bytes)), \(model.licence)).")
            defer { bar.clear() }
            try await store.pull(model) { progress in
                bar.show(
                    ProgressBar.State(
                        activity: "fetching", subject: progress.file, done: Int(progress.bytesDone),
                        total: Int(progress.bytesTotal), rate: { Quantity.bytes(Int64($0)) + "/s" }))
            }
            pulled.append(.init(name: model.name, fetched: true))
        }
        if console.isJSON { try console.json(PullReport(models: pulled)) }
        return .done
    }
}

/// The result of `models pull`.
struct PullReport: Encodable {
    let models: [Row]

    /// One model.
    struct Row: Encodable {
        let name: String
        let fetched: Bool
    }
}
