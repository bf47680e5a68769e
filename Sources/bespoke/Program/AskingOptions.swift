internal import ArgumentParser
internal import Assistants
internal import Inference
internal import Library

/// How long to think about a question.
struct ThinkingOptions: ParsableArguments {
    @Option(
        name: .customLong("think"),
        help: ArgumentHelp(
            "Weigh this many candidate answers, 1 to 16, and show the best supported one; more take longer.",
            valueName: "count"))
    var thinking: Int?

    func validate() throws {
        try ProfileSettings.thinkingRange.check(thinking, of: "--think")
    }
}

/// How questions are answered.
struct AskingOptions: ParsableArguments {
    @Option(
        name: .customLong("top-k"), help: ArgumentHelp("Snippets given to the engine, 1 to 50.", valueName: "count"))
    var snippetCount: Int?

    @Option(
        help: ArgumentHelp(
            "Use this engine: a model's name, openai:URL#MODEL, anthropic:MODEL, or “default”.", valueName: "engine"))
    var engine: String?

    @OptionGroup var thinking: ThinkingOptions

    @Option(help: ArgumentHelp("How freely words are chosen, 0 to 2.", valueName: "number"))
    var temperature: Double?

    @Option(help: ArgumentHelp("Seed of the random choice.", valueName: "number"))
    var seed: UInt64?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "What {{name}} in the instructions stands for this time; may be given several times.",
            valueName: "name=value"))
    var variables: [VariableSetting] = []

    @Flag(help: "Leave out what no passage supports; where nothing is left, the question is refused.")
    var strict = false

    @Flag(help: "Leave all that the engine says, and mark nothing.")
    var free = false

    func validate() throws {
        if strict, free { throw ValidationError("--strict and --free exclude each other; give one of them.") }
        try (1...50).check(snippetCount, of: "--top-k")
        try (0...2).check(temperature, of: "--temperature")
    }

    /// What they change about the profile's settings.
    ///
    /// - Throws: an `AssistantError` where the profile has no variable that is set; an `InferenceError` as
    ///   ``RetrievalOptions/settings(in:)``.
    func options(
        searching retrieval: RetrievalOptions, for profile: Profile, in models: ModelStore
    ) async throws -> AskOptions {
        var options = AskOptions()
        options.snippetCount = snippetCount
        options.thinking = thinking.thinking
        options.retrieval = try await retrieval.settings(in: models)
        options.temperature = temperature
        options.seed = seed
        options.unsupported = strict ? .removed : free ? .kept : .marked
        options.variables = VariableSetting.values(variables)
        try options.check(for: profile)
        return options
    }
}
