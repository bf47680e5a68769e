internal import ArgumentParser
internal import Inference
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

    @Option(
        help: ArgumentHelp(
            "What judges the best passages once more: none, late (token by token), engine (a large one), or a cross-encoder's name. (default: a cross-encoder that is installed, else late)",
            valueName: "judge"))
    var rerank: String?

    @Option(help: ArgumentHelp("How many of the best passages are judged, 1 to 200. (default: 10)", valueName: "count"))
    var reranked: Int?

    @Option(
        help: ArgumentHelp(
            "Search no longer than this, such as 300ms, and leave out what does not fit; results then depend on the machine.",
            valueName: "time"))
    var budget: TimeSetting?

    @Option(
        help: ArgumentHelp(
            "How much a passage falls behind that is like a better one, 0 to 1. (default: the profile's, else 0)",
            valueName: "share"))
    var diversity: Double?

    @Flag(help: "Search also for a passage that the engine, a large one, makes up as an answer.")
    var hyde = false

    @Option(
        help: ArgumentHelp(
            "Search also for so many other wordings, 1 to 5, that the engine, a large one, finds.", valueName: "count"))
    var wordings: Int?

    func validate() throws {
        if let filter {
            do {
                _ = try SearchFilter(filter)
            } catch let error as FilterError {
                throw ValidationError("--where: \(error)")
            }
        }
        try (1...10_000).check(candidates, of: "--candidates")
        try (0...1).check(wordsWeight, of: "--words-weight")
        try (0...1).check(smoothing, of: "--smoothing")
        try (1...200).check(reranked, of: "--reranked")
        try (0...1).check(diversity, of: "--diversity")
        try (1...5).check(wordings, of: "--wordings")
        try (0...4_000).check(sectionTokens, of: "--section-tokens")
    }

    /// The settings, the defaults where no option was given.
    ///
    /// - Throws: an `InferenceError` where a cross-encoder is named that is not there.
    func settings(in models: ModelStore) async throws -> RetrievalSettings {
        var settings = RetrievalSettings()
        settings.filter = try filter.map { try SearchFilter($0) }
        settings.candidatesPerStage = candidates ?? settings.candidatesPerStage
        settings.wordsWeight = wordsWeight ?? settings.wordsWeight
        settings.smoothing = smoothing ?? settings.smoothing
        settings.sectionTokens = sectionTokens
        settings.reranking = try await RerankerSetting.reranking(rerank, in: models)
        settings.rerankedCandidates = reranked ?? settings.rerankedCandidates
        settings.budget = budget?.duration
        settings.diversity = diversity ?? settings.diversity
        settings.expansion.isHypothetical = hyde
        settings.expansion.variants = wordings ?? 0
        return settings
    }
}
