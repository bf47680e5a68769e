internal import ArgumentParser
internal import Assistants

/// How questions are answered.
struct AskingOptions: ParsableArguments {
    @Option(
        name: .customLong("top-k"), help: ArgumentHelp("Snippets given to the engine, 1 to 50.", valueName: "count"))
    var snippetCount: Int?

    @Option(
        help: ArgumentHelp(
            "Use this engine: a model's name, openai:URL#MODEL, anthropic:MODEL, or “default”.", valueName: "engine"))
    var engine: String?

    @Option(help: ArgumentHelp("How freely words are chosen, 0 to 2.", valueName: "number"))
    var temperature: Double?

    @Option(help: ArgumentHelp("Seed of the random choice.", valueName: "number"))
    var seed: UInt64?

    func validate() throws {
        if let snippetCount, !(1...50).contains(snippetCount) {
            throw ValidationError("--top-k is \(snippetCount), and must be between 1 and 50.")
        }
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("--temperature is \(temperature), and must be between 0 and 2.")
        }
    }

    /// What they change about the profile's settings.
    func options(searching retrieval: RetrievalOptions) throws -> AskOptions {
        var options = AskOptions()
        options.snippetCount = snippetCount
        options.retrieval = try retrieval.settings()
        options.temperature = temperature
        options.seed = seed
        return options
    }
}
