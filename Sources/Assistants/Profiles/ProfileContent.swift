internal import Library
internal import Yams

/// The keys of a profile.
struct ProfileContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, instructions, variables, starters, engine, sampling, retrieval, think, tests
        case leastConfidence = "least-confidence"
    }
    var name: String?
    var instructions: String?
    var variables: VariableContent?
    var starters: [String]?
    var engine: String?
    var sampling: SamplingContent?
    var retrieval: RetrievalContent?
    var think: Int?
    var leastConfidence: ConfidenceContent?
    var tests: [TestContent]?
}

/// The keys under `sampling`.
struct SamplingContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case temperature, seed
        case topK = "top-k"
        case topP = "top-p"
        case minP = "min-p"
        case repetitionPenalty = "repetition-penalty"
        case maximumAnswerTokens = "maximum-answer-tokens"
    }
    var temperature: PlainNumber?
    var topK: Int?
    var topP: PlainNumber?
    var minP: PlainNumber?
    var repetitionPenalty: PlainNumber?
    var seed: UInt64?
    var maximumAnswerTokens: Int?

    /// Nil where every setting is the default.
    init?(_ settings: ProfileSettings) {
        var bare = settings
        bare.engine = nil
        bare.snippetCount = nil
        bare.sourceWeights = nil
        bare.recencyHalfLife = nil
        bare.diversity = nil
        bare.thinking = nil
        bare.variables = nil
        bare.leastConfidence = nil
        guard bare != ProfileSettings() else { return nil }
        temperature = settings.temperature.map(PlainNumber.init)
        topK = settings.topK
        topP = settings.topP.map(PlainNumber.init)
        minP = settings.minP.map(PlainNumber.init)
        repetitionPenalty = settings.repetitionPenalty.map(PlainNumber.init)
        seed = settings.seed
        maximumAnswerTokens = settings.maximumAnswerTokens
    }

    func apply(to settings: inout ProfileSettings) {
        settings.temperature = temperature?.value
        settings.topK = topK
        settings.topP = topP?.value
        settings.minP = minP?.value
        settings.repetitionPenalty = repetitionPenalty?.value
        settings.seed = seed
        settings.maximumAnswerTokens = maximumAnswerTokens
    }
}

/// The keys under `retrieval`.
struct RetrievalContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case snippets, diversity
        case recencyHalfLife = "recency-half-life"
        case weights
    }
    var snippets: Int?
    var diversity: PlainNumber?
    /// Days.
    var recencyHalfLife: PlainNumber?
    var weights: [WeightContent]?

    /// Nil where every setting is the default.
    init?(_ settings: ProfileSettings) {
        snippets = settings.snippetCount
        diversity = settings.diversity.map(PlainNumber.init)
        recencyHalfLife = settings.recencyHalfLife.map(PlainNumber.init)
        weights = settings.sourceWeights.map { $0.map(WeightContent.init) }
        guard snippets != nil || diversity != nil || recencyHalfLife != nil || weights != nil else { return nil }
    }

    func apply(to settings: inout ProfileSettings) {
        settings.snippetCount = snippets
        settings.diversity = diversity?.value
        settings.recencyHalfLife = recencyHalfLife?.value
        let weights = (weights ?? []).map { SourceWeight(path: $0.path, weight: $0.weight.value) }
        settings.sourceWeights = weights.isEmpty ? nil : weights
    }
}

/// An entry of `retrieval.weights`.
struct WeightContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case path, weight }
    var path: String
    var weight: PlainNumber

    init(_ weight: SourceWeight) {
        path = weight.path
        self.weight = PlainNumber(weight.weight)
    }
}

/// The keys under `least-confidence`.
struct ConfidenceContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case words, chinese, other }
    var words: PlainNumber?
    var chinese: PlainNumber?
    var other: PlainNumber?

    init(_ thresholds: LeastConfidence) {
        words = thresholds.words.map(PlainNumber.init)
        chinese = thresholds.chinese.map(PlainNumber.init)
        other = thresholds.other.map(PlainNumber.init)
    }

    /// Nil where there are none.
    var thresholds: LeastConfidence? {
        var thresholds = LeastConfidence()
        thresholds.words = words?.value
        thresholds.chinese = chinese?.value
        thresholds.other = other?.value
        return thresholds == LeastConfidence() ? nil : thresholds
    }
}

/// A number that is written as people write it: `0.5`, not `5e-1`.
struct PlainNumber: Codable, YAMLEncodable {
    let value: Double

    init(_ value: Double) { self.value = value }

    init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(Double.self) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    func box() -> Node {
        guard let whole = Int(exactly: value) else { return Node("\(value)", Tag(.float)) }
        return Node("\(whole)", Tag(.int))
    }
}

/// The names under `variables`, with what they stand for.
struct VariableContent: Codable {
    var values: [String: String]

    /// Nil where there are none.
    init?(_ values: [String: String]?) {
        guard let values, !values.isEmpty else { return nil }
        self.values = values
    }

    init(from decoder: any Decoder) throws { values = try [String: String](from: decoder) }

    /// In the order of the names, so that the same profile is always the same text.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: VariableName.self)
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            try container.encode(value, forKey: VariableName(stringValue: name))
        }
    }
}

/// A name under `variables`.
private struct VariableName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
