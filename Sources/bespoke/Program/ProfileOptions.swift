internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Library

/// The options that set what a profile is told and how it works.
struct ProfileOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What the assistant is told: text, @FILE, or - for standard input.", valueName: "text"))
    var instructions: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "What {{name}} in the instructions stands for; nothing behind = takes it back. May be given several times.",
            valueName: "name=value"))
    var variables: [VariableSetting] = []

    @Option(
        name: .customLong("starter"),
        help: ArgumentHelp("A question to start with; may be given several times.", valueName: "question"))
    var starters: [String] = []

    @Option(
        help: ArgumentHelp(
            "A model's name, openai:URL#MODEL or anthropic:MODEL. “default” goes back to the default.",
            valueName: "engine"))
    var engine: String?

    @Option(
        help: ArgumentHelp("How freely words are chosen, 0 to 2; 0 always takes the likeliest.", valueName: "number"))
    var temperature: Double?

    @Option(help: ArgumentHelp("Choose among this many likeliest tokens, 1 to 1000.", valueName: "count"))
    var samplingTopK: Int?

    @Option(
        help: ArgumentHelp("Choose among the likeliest tokens that make up this share, 0 to 1.", valueName: "share"))
    var topP: Double?

    @Option(
        help: ArgumentHelp("Leave out tokens less likely than this share of the likeliest, 0 to 1.", valueName: "share")
    )
    var minP: Double?

    @Option(help: ArgumentHelp("Penalty on repeated tokens, 0.5 to 2; 1 is none.", valueName: "number"))
    var repetitionPenalty: Double?

    @Option(help: ArgumentHelp("Seed of the random choice.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("The most tokens of an answer.", valueName: "count"))
    var maximumTokens: Int?

    @Option(
        name: .customLong("top-k"), help: ArgumentHelp("Snippets given to the engine, 1 to 50.", valueName: "count"))
    var snippetCount: Int?

    @Option(
        name: .customLong("weight"),
        help: ArgumentHelp(
            "Files whose path matches count so many times, as “contracts/**=2” says; =1 takes it back. May be given several times.",
            valueName: "path=number"))
    var weights: [WeightSetting] = []

    @Option(
        help: ArgumentHelp(
            "Newer files come first: after this many days a file has lost half of its advantage; 0 takes it back.",
            valueName: "days"))
    var recency: Double?

    @Option(
        help: ArgumentHelp("How much a passage falls behind that is like a better one, 0 to 1.", valueName: "share"))
    var diversity: Double?

    @Option(
        name: .customLong("think"),
        help: ArgumentHelp(
            "How many candidate answers each question gets, 1 to 16; more take longer.", valueName: "count"))
    var thinking: Int?

    /// Whether no option was given.
    var isEmpty: Bool {
        instructions == nil && variables.isEmpty && starters.isEmpty && engine == nil && temperature == nil
            && samplingTopK == nil && topP == nil && minP == nil && repetitionPenalty == nil && seed == nil
            && maximumTokens == nil
            && snippetCount == nil && weights.isEmpty && recency == nil && diversity == nil && thinking == nil
    }

    /// The change that these options make. Reads the instructions' file, or standard input, at once.
    ///
    /// - Throws: a ``Failure`` where the file cannot be read, an `InferenceError` where there is no such engine. The change
    ///   throws a ``Failure`` that names the option whose value is out of range.
    func change(in models: ModelStore) throws -> @Sendable (inout Profile) throws -> Void {
        let instructions = try instructions.map { try TextArgument.text($0, of: .instructions) }
        let engine = try engine.map { try EngineSetting.stored($0, in: models) }
        let options = self
        return { profile in
            if let instructions { profile.instructions = instructions }
            if !options.variables.isEmpty {
                let set = VariableSetting.values(options.variables)
                let values = (profile.settings.variables ?? [:]).merging(set) { $1 }.filter { !$1.isEmpty }
                profile.settings.variables = values.isEmpty ? nil : values
            }
            if !options.starters.isEmpty { profile.starters = options.starters }
            if let engine { profile.settings.engine = engine }
            if let value = options.temperature { profile.settings.temperature = value }
            if let value = options.samplingTopK { profile.settings.topK = value }
            if let value = options.topP { profile.settings.topP = value }
            if let value = options.minP { profile.settings.minP = value }
            if let value = options.repetitionPenalty { profile.settings.repetitionPenalty = value }
            if let value = options.seed { profile.settings.seed = value }
            if let value = options.maximumTokens { profile.settings.maximumAnswerTokens = value }
            if let value = options.snippetCount { profile.settings.snippetCount = value }
            if !options.weights.isEmpty {
                let weights = WeightSetting.merged(options.weights, into: profile.settings.sourceWeights ?? [])
                profile.settings.sourceWeights = weights.isEmpty ? nil : weights
            }
            if let value = options.recency { profile.settings.recencyHalfLife = value == 0 ? nil : value }
            if let value = options.diversity { profile.settings.diversity = value == 0 ? nil : value }
            if let value = options.thinking { profile.settings.thinking = value }
            if let problem = profile.settings.problem(naming: Self.option) {
                throw Failure(problem, code: .wrongUsage)
            }
        }
    }

    private static func option(_ setting: ProfileSetting) -> String {
        switch setting {
        case .temperature: "--temperature"
        case .topK: "--sampling-top-k"
        case .topP: "--top-p"
        case .minP: "--min-p"
        case .repetitionPenalty: "--repetition-penalty"
        case .maximumAnswerTokens: "--maximum-tokens"
        case .snippetCount: "--top-k"
        case .sourceWeights: "--weight"
        case .recencyHalfLife: "--recency"
        case .diversity: "--diversity"
        case .thinking: "--think"
        case .leastConfidence: "the least confidence"
        }
    }
}
