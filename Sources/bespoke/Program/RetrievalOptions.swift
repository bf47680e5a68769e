internal import ArgumentParser
internal import Retrieval

/// How a search finds and orders.
struct RetrievalOptions: ParsableArguments {
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Search only there, as “type:pdf page:>10 path:contracts/**” says.", valueName: "filter"))
    var filter: String?

    @Option(
        help: ArgumentHelp(
            "Chunks that words and vectors each put forward, 1 to 10000. (default: 100)", valueName: "count"))
    var candidates: Int?

    @Option(
        help: ArgumentHelp("How much words count against meaning, 0 to 1. (default: 0.4)", valueName: "share"))
    var wordsWeight: Double?

    @Option(
        help: ArgumentHelp("How much similar chunks draw each other up, 0 to 1. (default: 0.4)", valueName: "share"))
    var smoothing: Double?

    @Option(
        help: ArgumentHelp(
            "Tokens up to which a passage grows by the rest of its section, 0 to 4000; large engines get 600 when answering. (default: 0)",
            valueName: "count"))
    var sectionTokens: Int?

    func validate() throws {
        if let filter {
            do {
                _ = try SearchFilter(filter)
            } catch let error as FilterError {
                throw ValidationError("--where: \(error)")
            }
        }
        if let candidates, !(1...10_000).contains(candidates) {
            throw ValidationError("--candidates is \(candidates), and must be between 1 and 10000.")
        }
        if let wordsWeight, !(0...1).contains(wordsWeight) {
            throw ValidationError("--words-weight is \(wordsWeight), and must be between 0 and 1.")
        }
        if let smoothing, !(0...1).contains(smoothing) {
            throw ValidationError("--smoothing is \(smoothing), and must be between 0 and 1.")
        }
        if let sectionTokens, !(0...4_000).contains(sectionTokens) {
            throw ValidationError("--section-tokens is \(sectionTokens), and must be between 0 and 4000.")
        }
    }

    /// The settings, the defaults where no option was given.
    func settings() throws -> RetrievalSettings {
        var settings = RetrievalSettings()
        settings.filter = try filter.map { try SearchFilter($0) }
        settings.candidatesPerStage = candidates ?? settings.candidatesPerStage
        settings.wordsWeight = wordsWeight ?? settings.wordsWeight
        settings.smoothing = smoothing ?? settings.smoothing
        settings.sectionTokens = sectionTokens
        return settings
    }
}
