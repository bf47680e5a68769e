internal import ArgumentParser
internal import Foundation
internal import Ingestion
internal import Library

/// `remove NAME FILE…`
struct RemoveCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove files from a profile.",
        discussion: """
            Of a document that no other profile uses nothing remains. The file on your disk is not touched. What was in an \
            archive, or attached to a message, goes with it. "bespoke sync" does not bring a file back that was removed here; \
            "bespoke add" does. A folder, pattern or web address that was added is removed with all its files.
            """)

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(help: ArgumentHelp("The files, as “bespoke files” names them, or what was added.", valueName: "file"))
    var files: [String]

    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let library = try global.workspace().library()
        let removed = try await library.withdraw(try await names(in: library), fromProfile: name)
        if console.isJSON { try console.json(RemoveReport(removed: removed)) }
        try console.note("Removed \(Quantity.count(removed.count, "file")) from “\(name)”.")
        return .done
    }

    /// The arguments; those that no file is called, and that name a source, as sources are remembered.
    private func names(in library: some LibraryStore) async throws -> [String] {
        let known = Set(try await library.files(ofProfile: name).map(\.file.name))
        let sources = Set(try await library.sources(ofProfile: name).map(\.source.argument))
        let base = URL(filePath: FileManager.default.currentDirectoryPath)
        return files.map { file in
            let source = SourceArgument.absolute(file, base: base)
            return !known.contains(file) && sources.contains(source) ? source : file
        }
    }
}
