internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Library

/// `engines list`
struct EnginesListCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the engines on this machine and the servers that you have named.")

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let models = try ModelRow.all(in: workspace).filter { $0.purpose == "engine" }
        let servers = try await servers(of: workspace)
        if console.isJSON {
            let local = models.map {
                EngineListReport.Row(name: $0.name, kind: "native", installed: $0.installed, baseModel: $0.baseModel)
            }
            try console.json(EngineListReport(engines: local + servers.map(\.row)))
            return .done
        }
        var table = Table([("ENGINE", .left), ("RUNS", .left), ("STATE", .left)])
        for model in models { table.add([model.name, "on this machine", model.state]) }
        for server in servers { table.add([server.row.name, "on a server", server.state]) }
        table.add(["openai:URL#MODEL", "on a server", "key from $BESPOKE_API_KEY"])
        table.add(["anthropic:MODEL", "on a server", "key from $ANTHROPIC_API_KEY"])
        for line in table.lines(width: console.output.width) { try console.line(line) }
        return .done
    }

    /// The servers that profiles use or that settings are kept of; none is asked anything.
    private func servers(of workspace: Workspace) async throws -> [(row: EngineListReport.Row, state: String)] {
        var names = Set(try workspace.remoteSettings.all().keys)
        if FileManager.default.fileExists(atPath: workspace.libraryFile.path) {
            names.formUnion(try await workspace.library().profiles().compactMap(\.engine))
        }
        var servers: [String: (EngineListReport.Row, String)] = [:]
        for name in names {
            guard let engine = try? EngineSpecification(name), engine.isRemote else { continue }
            do {
                guard let known = try await workspace.engines.remoteDescription(of: engine, asksServer: false) else {
                    continue
                }
                let report = RemoteEngineReport(known)
                servers[report.name] = (.init(report), report.state)
            } catch let error as InferenceError {
                let row = EngineListReport.Row(name: engine.description, problem: error.message)
                servers[engine.description] = (row, error.message)
            }
        }
        return servers.sorted { $0.key < $1.key }.map { (row: $0.value.0, state: $0.value.1) }
    }
}

/// The result of `engines list`.
struct EngineListReport: Encodable {
    let engines: [Row]

    /// One engine.
    struct Row: Encodable {
        let name: String
        var kind = "server"
        var installed: Bool?
        var baseModel: Bool?
        var key: String?
        var window: Int?
        var prices: TokenPrices?
        var problem: String?
    }
}

extension EngineListReport.Row {
    init(_ report: RemoteEngineReport) {
        self.init(
            name: report.name, key: report.key,
            window: report.windowSource == .assumed ? nil : report.window, prices: report.prices)
    }
}
