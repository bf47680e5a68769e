internal import ArgumentParser
internal import Inference
internal import Ingestion
internal import Library

/// `models use NAME`, `models use --rollback`
struct ModelsUseCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Change the embedder of the library.",
        discussion: """
            Embeds everything in the library anew, beside the vectors that are there: until the last one is done, questions are \
            answered with those, and then all change over at once. An interrupted change goes on when it is asked for again. The \
            former vectors are kept until the next change, so that --rollback takes a moment. Engines are chosen for each \
            profile: bespoke edit NAME --engine ENGINE.
            """)

    @Argument(help: "An embedder, as “bespoke models” names it.")
    var name: String?

    @Flag(help: "Go back to the embedder before.")
    var rollback = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (name != nil) != rollback else {
            throw ValidationError("name an embedder, or give --rollback, and not both.")
        }
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let workspace = try global.workspace()
        let library = try workspace.library()
        let current = try await workspace.embedderName(of: library)
        let former = try await library.embedderChoice().former
        guard let wanted = name ?? former else {
            throw Failure("the library has had no embedder but \(current), so there is none to go back to")
        }
        let embedder = try await NativeEmbedder.named(wanted, in: workspace.models)
        guard embedder.name != current else {
            if console.isJSON { try console.json(EmbedderReport(embedder: current, former: former, embedded: 0)) }
            try console.note("The library uses \(current) already.")
            return .done
        }
        let progress = IngestProgressReporter(console: console)
        defer { progress.clear() }
        let embedded = try await EmbedderChange(library: library, to: embedder, from: current)
            .run { progress.show($0) }
        progress.clear()
        if console.isJSON {
            try console.json(EmbedderReport(embedder: embedder.name, former: current, embedded: embedded))
        }
        try console.note(
            "The library uses \(embedder.name) now; \(Quantity.count(embedded, "chunk")) embedded. "
                + "“bespoke models use --rollback” goes back to \(current).")
        return .done
    }
}

/// The result of `models use`.
struct EmbedderReport: Encodable {
    let embedder: String
    let former: String?
    let embedded: Int
}
