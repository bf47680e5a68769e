public import Library
internal import Yams

/// A profile as YAML text: what `profile.yaml` holds, and what `edit` opens in an editor.
///
/// ```yaml
/// name: handbook
/// instructions: |
///   You answer questions of new colleagues.
/// starters:
///   - How many days of leave do I have?
/// engine: SmolLM2-135M-Instruct
/// sampling:
///   temperature: 0
/// retrieval:
///   snippets: 6
/// ```
///
/// Every key but `name` may be left out; then the product's default holds.
public enum ProfileDocument {
    /// The profile's YAML text, with every setting that differs from the product's default. Reading it back gives the same
    /// instructions, starters and settings.
    public static func text(of profile: Profile) throws -> String {
        let settings = profile.settings
        let content = ProfileContent(
            name: profile.name, instructions: profile.instructions, starters: profile.starters, engine: settings.engine,
            sampling: SamplingContent(settings), retrieval: RetrievalContent(settings))
        let encoder = YAMLEncoder()
        encoder.options.allowUnicode = true
        encoder.options.width = -1
        return try encoder.encode(content)
    }

    /// Reads a profile from YAML text.
    ///
    /// - Parameters:
    ///   - text: the YAML.
    ///   - name: the profile's name where the text states none.
    ///   - origin: what to call the text in errors, for instance "profile.yaml".
    /// - Throws: an ``AssistantError`` with line and reason. Unknown keys are errors, so that no setting is lost to a typing
    ///   mistake. Ranges are checked by the library when the profile is stored.
    public static func parse(_ text: String, name: String, origin: String = "profile.yaml") throws -> Profile {
        do {
            guard try holdsKeys(text) else { return Profile(name: name) }
            let content = try YAMLDecoder().decode(ProfileContent.self, from: text)
            var settings = ProfileSettings()
            settings.engine = content.engine
            content.sampling?.apply(to: &settings)
            settings.snippetCount = content.retrieval?.snippets
            return Profile(
                name: content.name ?? name, instructions: content.instructions ?? "", starters: content.starters ?? [],
                settings: settings)
        } catch let error as AssistantError {
            throw AssistantError(error.code, "\(origin): \(error.message)")
        } catch let error as DecodingError {
            throw AssistantError(.invalidProfileFolder, "\(origin): \(describe(error))")
        } catch {
            throw AssistantError(.invalidProfileFolder, "\(origin) is not YAML: \(error)")
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
        }
        return true
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

private struct ProfileContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case name, instructions, starters, engine, sampling, retrieval }
    var name: String?
    var instructions: String?
    var starters: [String]?
    var engine: String?
    var sampling: SamplingContent?
    var retrieval: RetrievalContent?
}

private struct SamplingContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case temperature, seed
        case topK = "top-k"
        case topP = "top-p"
        case minP = "min-p"
        case repetitionPenalty = "repetition-penalty"
        case maximumAnswerTokens = "maximum-answer-tokens"
    }
    var temperature: Double?
    var topK: Int?
    var topP: Double?
    var minP: Double?
    var repetitionPenalty: Double?
    var seed: UInt64?
    var maximumAnswerTokens: Int?

    /// Nil where every setting is the default.
    init?(_ settings: ProfileSettings) {
        var bare = settings
        bare.engine = nil
        bare.snippetCount = nil
        guard bare != ProfileSettings() else { return nil }
        temperature = settings.temperature
        topK = settings.topK
        topP = settings.topP
        minP = settings.minP
        repetitionPenalty = settings.repetitionPenalty
        seed = settings.seed
        maximumAnswerTokens = settings.maximumAnswerTokens
    }

    func apply(to settings: inout ProfileSettings) {
        settings.temperature = temperature
        settings.topK = topK
        settings.topP = topP
        settings.minP = minP
        settings.repetitionPenalty = repetitionPenalty
        settings.seed = seed
        settings.maximumAnswerTokens = maximumAnswerTokens
    }
}

private struct RetrievalContent: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case snippets }
    var snippets: Int?

    /// Nil where every setting is the default.
    init?(_ settings: ProfileSettings) {
        guard let count = settings.snippetCount else { return nil }
        snippets = count
    }
}
