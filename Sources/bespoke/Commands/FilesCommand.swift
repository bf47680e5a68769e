internal import ArgumentParser
internal import Documents
internal import Library

/// `files NAME`
struct FilesCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "List the files of a profile.",
        discussion: """
            With --report it tells what was taken from each file and what was not: pages without text, pictures, text that a \
            reader would not see, and everything that went wrong.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Flag(name: .customLong("report"), help: "Tell what was taken from each file and what was left.")
    var showsLedgers = false

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let files = try await global.workspace().library().files(ofProfile: name)
        if console.isJSON {
            if showsLedgers {
                try console.json(LedgerListReport(files))
            } else {
                try console.json(FileListReport(files))
            }
            return .done
        }
        guard !files.isEmpty else {
            try console.note("“\(name)” has no files yet. Add some: bespoke add \(name) PATH…")
            return .done
        }
        if showsLedgers {
            for file in files { try LedgerText(file).write(to: console) }
            return .done
        }
        var table = Table([
            ("FILE", .left), ("TYPE", .left), ("SIZE", .right), ("PAGES", .right), ("CHUNKS", .right), ("ADDED", .left),
        ])
        for file in files {
            table.add([
                file.file.name, file.type.rawValue, Quantity.bytes(Int64(file.file.size)),
                file.pageCount.map(Quantity.grouped) ?? "", Quantity.grouped(file.chunkCount),
                CalendarText.day(file.addedAt),
            ])
        }
        for line in table.lines(width: console.output.width) { try console.line(line) }
        for file in files {
            for diagnostic in file.diagnostics where diagnostic.severity != .note {
                try console.note("\(file.file.name): \(diagnostic.message)")
            }
        }
        return .done
    }
}
