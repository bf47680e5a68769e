internal import ArgumentParser
internal import Library

/// `conversations export ID`
struct ConversationsExportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a conversation as Markdown or JSON.")

    @Argument(help: "The id of the conversation or of one of its answers, or “last”.")
    var id: String

    @Option(help: "How it is written.")
    var format: ConversationExport.Format?

    @Option(
        help: ArgumentHelp("Into this new file, not to standard output; .json is JSON.", valueName: "file"),
        completion: .file())
    var output: String?

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let export = try await ConversationExport(library.conversation(named: id), in: library)
        let isJSON = console.isJSON || output?.lowercased().hasSuffix(".json") == true
        let format = format ?? (isJSON ? .json : .markdown)
        if let output {
            try export.write(to: output, as: format)
            try console.note("Wrote \(output).")
        } else if format == .json {
            try console.output.writeBytes(export.text(as: .json))
        } else {
            try console.output.write(export.markdown)
        }
        return .done
    }
}

extension ConversationExport.Format: ExpressibleByArgument {}
