internal import ArgumentParser
internal import Inference

/// `models list`
struct ModelsListCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the models of the catalogue and those on this machine.")

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let rows = try ModelRow.all(in: global.workspace())
        if console.isJSON {
            try console.json(ModelListReport(models: rows))
            return .done
        }
        var table = Table([
            ("MODEL", .left), ("PURPOSE", .left), ("SIZE", .right), ("LICENCE", .left), ("STATE", .left),
        ])
        for row in rows {
            table.add([
                row.name, row.purpose, Quantity.bytes(row.bytes), row.licence ?? "",
                row.state,
            ])
        }
        for line in table.lines(width: console.output.width) { try console.line(line) }
        return .done
    }
}
