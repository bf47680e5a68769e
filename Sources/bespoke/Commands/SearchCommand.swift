internal import ArgumentParser
internal import Inference
internal import Library
internal import Retrieval

/// `search NAME QUERY`
struct SearchCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search the files of a profile, by meaning and by word.")

    @Argument(help: "The profile's name.")
    var name: String

    @Argument(help: "What to search for.")
    var query: [String]

    @Option(help: ArgumentHelp("The most passages, 1 to 1000.", valueName: "count"))
    var limit = 5

    @Flag(help: "Say at which rank and with which score each stage of the search had what it found.")
    var explain = false

    @Option(
        help: ArgumentHelp(
            "Say why this file of the profile, or this page of it, is not shown, and what would show it.",
            valueName: "file[#page]"))
    var whyNot: String?

    @Option(
        help: ArgumentHelp(
            "The engine for --rerank engine, --hyde and --wordings. (default: the profile's)", valueName: "engine"))
    var engine: String?

    @OptionGroup var retrieval: RetrievalOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try (1...1000).check(limit, of: "--limit")
    }

    func report() async throws -> ExitStatus {
        let console = global.console
        let query = self.query.joined(separator: " ")
        guard query.contains(where: { !$0.isWhitespace }) else {
            throw Failure("the query is empty; write what you are looking for", code: .wrongUsage)
        }
        let workspace = try global.workspace()
        let library = try workspace.library()
        let profile = try await library.profile(named: name)
        var settings = try await retrieval.settings(in: workspace.models).of(profile.settings)
        if settings.needsEngine {
            let chosen = engine.map(EngineSetting.named) ?? profile.settings.engine
            settings.engine = try await workspace.engines.engine(for: chosen)
        }
        let retriever = Retriever(
            library: library, embedder: try await workspace.embedder(of: library), settings: settings)
        if let whyNot {
            let passage = try await WantedPassage(whyNot, in: library.files(ofProfile: name).map(\.file.name))
            let absence = try await retriever.absence(
                of: passage.file, page: passage.page, query: query, profile: name, limit: limit)
            try AbsenceText(absence).write(to: console)
            return .done
        }
        let result = try await retriever.search(query, profile: name, limit: limit)
        if console.isJSON {
            try console.json(SearchReport(result, explain: explain))
            return .done
        }
        if result.snippets.isEmpty { try console.note("Nothing in the files of “\(name)” matches.") }
        for snippet in result.snippets {
            try console.paragraph(
                "\(snippet.number). \(SourceLine.place(snippet.document, snippet.location))  "
                    + "(\(Quantity.decimal(snippet.score, 3)))", indent: 3, as: .bold)
            if !snippet.headings.isEmpty {
                try console.paragraph("   \(snippet.headings.joined(separator: " > "))", indent: 5, as: .faint)
            }
            if !snippet.copies.isEmpty {
                let places = snippet.copies.map { SourceLine.place($0.document, $0.location) }
                try console.paragraph("   also \(places.joined(separator: "; "))", indent: 5, as: .faint)
            }
            for line in snippet.text.split(separator: "\n") { try console.paragraph("   \(line)", indent: 3) }
            try console.line()
        }
        if explain { try CandidateTable(result).write(to: console) }
        for omission in result.omissions { try console.note(OmissionText.sentence(of: omission)) }
        if result.pending > 0 {
            try console.note(
                "\(Quantity.count(result.pending, "chunk")) have no vector yet and were searched by their words only; "
                    + "“bespoke add \(name)” goes on with them.")
        }
        return .done
    }
}
