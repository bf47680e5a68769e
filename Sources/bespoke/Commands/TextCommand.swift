internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Ingestion

/// `text FILE|URL`
struct TextCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "text", abstract: "Show what Bespoke reads in a file or web page, without adding it.")

    @Argument(help: "The file, a web address, or - for standard input.", completion: .file())
    var file: String

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var network: NetworkOptions
    @OptionGroup var global: GlobalOptions

    func report() async throws -> ExitStatus {
        let console = global.console
        let readers = try reading.readers()
        let (bytes, name) = try await content()
        let document: Document
        do {
            document = try await readers.read(bytes, name: name)
        } catch let error as DocumentError where console.isJSON {
            try console.json(TextReport(error, type: try? readers.type(of: bytes, name: name)))
            throw error
        }
        if console.isJSON {
            try console.json(TextReport(document))
            return .done
        }
        var place = ""
        for block in document.blocks {
            let here = block.location.description
            if here != place, !here.isEmpty { try console.line("(\(here))", as: .faint) }
            place = here
            switch block.kind {
            case .heading: try console.paragraph(String(repeating: "#", count: block.level ?? 1) + " " + block.text)
            case .listItem: try console.paragraph("- " + block.text, indent: 2)
            case .table, .code: try console.line(block.text)
            case .paragraph: try console.paragraph(block.text)
            }
            if block.isHidden { try console.line("(not visible to a reader of the document)", as: .faint) }
            try console.line()
        }
        try console.note(
            "\(document.type.rawValue), \(document.pageCount.map { Quantity.count($0, "page") + ", " } ?? "")"
                + Quantity.count(document.blocks.count, "block"))
        for diagnostic in document.diagnostics {
            let place = diagnostic.location.map { " (\($0))" } ?? ""
            try console.explain("\(diagnostic.severity.rawValue)\(place): \(diagnostic.message)")
        }
        return .done
    }

    /// What is to be read, and a name for it.
    private func content() async throws -> (Data, name: String) {
        if WebPage.isMeant(by: file) {
            let page = try await WebPage.fetch(file, settings: network.settings)
            return (page.bytes, page.typeName)
        }
        let name = file == "-" ? "standard input" : URL(filePath: file).lastPathComponent
        return (try DocumentBytes.read(file), name)
    }
}
