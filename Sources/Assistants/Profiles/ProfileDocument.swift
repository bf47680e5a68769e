public import Library
internal import Yams

/// A profile as YAML text: what `profile.yaml` holds, and what `edit` opens in an editor.
///
/// ```yaml
/// name: handbook
/// instructions: |
///   You answer questions of new colleagues. Be {{tone}}.
/// variables:
///   tone: friendly
/// starters:
///   - How many days of leave do I have?
/// engine: SmolLM2-135M-Instruct
/// sampling:
///   temperature: 0
/// retrieval:
///   snippets: 6
///   recency-half-life: 180
///   weights:
///     - path: contracts/**
///       weight: 2
/// think: 4
/// least-confidence:
///   other: 0.6
/// tests:
///   - question: How many days of leave do I have?
///     contains: 25 days
///     cites: handbook.pdf
/// ```
///
/// Every key but `name` may be left out; then the product's default holds.
public enum ProfileDocument {
    /// The profile's YAML text, with every setting that differs from the product's default. Reading it back gives the same
    /// instructions, starters, tests and settings. Text of several lines is written as it is, under `|`.
    public static func text(of profile: Profile) throws -> String {
        let settings = profile.settings
        let content = ProfileContent(
            name: profile.name, instructions: profile.instructions, variables: VariableContent(settings.variables),
            starters: profile.starters, engine: settings.engine,
            sampling: SamplingContent(settings), retrieval: RetrievalContent(settings),
            think: settings.thinking,
            leastConfidence: settings.leastConfidence.map(ConfidenceContent.init),
            tests: profile.tests.isEmpty ? nil : profile.tests.map(TestContent.init))
        let encoder = YAMLEncoder()
        encoder.options.allowUnicode = true
        encoder.options.width = -1
        encoder.options.newLineScalarStyle = .literal
        return try encoder.encode(content)
    }

    /// Reads a profile from YAML text.
    ///
    /// - Parameters:
    ///   - text: the YAML.
    ///   - name: the profile's name where the text states none.
    ///   - origin: what to call the text in errors, for instance "profile.yaml".
    /// - Throws: an ``AssistantError`` with line and reason. Unknown keys are errors, so that no setting is lost to a typing
    ///   mistake; so are values out of their range.
    public static func parse(_ text: String, name: String, origin: String = "profile.yaml") throws -> Profile {
        do {
            guard try holdsKeys(text) else { return Profile(name: name) }
            let content = try YAMLDecoder().decode(ProfileContent.self, from: text)
            var settings = ProfileSettings()
            settings.engine = content.engine
            content.sampling?.apply(to: &settings)
            content.retrieval?.apply(to: &settings)
            settings.thinking = content.think
            settings.leastConfidence = content.leastConfidence?.thresholds
            settings.variables = content.variables.flatMap { $0.values.isEmpty ? nil : $0.values }
            if let problem = settings.problem(naming: Self.key) { throw AssistantError(.invalidProfileFolder, problem) }
            return Profile(
                name: content.name ?? name, instructions: content.instructions ?? "", starters: content.starters ?? [],
                tests: try (content.tests ?? []).enumerated().map { try $1.test(at: "tests.\($0 + 1)") },
                settings: settings)
        } catch let error as AssistantError {
            throw AssistantError(error.code, "\(origin): \(error.message)")
        } catch let error as DecodingError {
            throw AssistantError(.invalidProfileFolder, "\(origin): \(describe(error))")
        } catch {
            throw AssistantError(.invalidProfileFolder, "\(origin) is not YAML: \(error)")
        }
    }

    /// Whether the text states nothing: it is empty, or holds comments only.
    package static func isEmpty(_ text: String) -> Bool { (try? holdsKeys(text)) == false }

    private static func key(_ setting: ProfileSetting) -> String {
        switch setting {
        case .temperature: "sampling.temperature"
        case .topK: "sampling.top-k"
        case .topP: "sampling.top-p"
        case .minP: "sampling.min-p"
        case .repetitionPenalty: "sampling.repetition-penalty"
        case .maximumAnswerTokens: "sampling.maximum-answer-tokens"
        case .snippetCount: "retrieval.snippets"
        case .sourceWeights: "retrieval.weights"
        case .recencyHalfLife: "retrieval.recency-half-life"
        case .diversity: "retrieval.diversity"
        case .thinking: "think"
        case .leastConfidence: "least-confidence"
        }
    }

    /// False where the text holds nothing but comments; unknown keys are errors.
    private static func holdsKeys(_ text: String) throws -> Bool {
        guard let node = try Yams.compose(yaml: text), node.null == nil else { return false }
        guard let mapping = node.mapping else {
            throw AssistantError(.invalidProfileFolder, "expected keys such as “instructions:” and “starters:”")
        }
        try check(mapping, known: ProfileContent.CodingKeys.allCases.map(\.rawValue), path: "")
        if let sampling = mapping["sampling"]?.mapping {
            try check(sampling, known: SamplingContent.CodingKeys.allCases.map(\.rawValue), path: "sampling.")
        }
        if let retrieval = mapping["retrieval"]?.mapping {
            try check(retrieval, known: RetrievalContent.CodingKeys.allCases.map(\.rawValue), path: "retrieval.")
            for weight in retrieval["weights"]?.sequence ?? [] {
                guard let weight = weight.mapping else { continue }
                try check(
                    weight, known: WeightContent.CodingKeys.allCases.map(\.rawValue), path: "retrieval.weights.")
            }
        }
        if let confidence = mapping["least-confidence"]?.mapping {
            try check(
                confidence, known: ConfidenceContent.CodingKeys.allCases.map(\.rawValue), path: "least-confidence.")
        }
        for test in mapping["tests"]?.sequence ?? [] {
            guard let test = test.mapping else { continue }
            try check(test, known: TestContent.CodingKeys.allCases.map(\.rawValue), path: "tests.")
            for source in test["cites"]?.sequence.map(Array.init) ?? [test["cites"]].compactMap(\.self) {
                guard let source = source.mapping else { continue }
                try check(source, known: SourceContent.CodingKeys.allCases.map(\.rawValue), path: "tests.cites.")
            }
        }
        return !mapping.isEmpty
    }

    private static func check(_ mapping: Node.Mapping, known: [String], path: String) throws {
        for (key, _) in mapping {
            guard let name = key.string, !known.contains(name) else { continue }
            let line = key.mark.map { "line \($0.line): " } ?? ""
            throw AssistantError(
                .invalidProfileFolder,
                "\(line)unknown key “\(path)\(name)”; known are \(known.map { path + $0 }.joined(separator: ", "))")
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            let path = context.codingPath.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(
                separator: ".")
            return path.isEmpty
                ? context.debugDescription : "“\(path)” has the wrong kind of value (\(context.debugDescription))"
        @unknown default:
            return "\(error)"
        }
    }
}
