/// A setting of a profile that has a range.
package enum ProfileSetting: CaseIterable, Sendable {
    case temperature, topK, topP, minP, repetitionPenalty, maximumAnswerTokens, snippetCount,
        sourceWeights, recencyHalfLife, diversity, thinking, leastConfidence

    /// What it is called where neither an option nor a key of `profile.yaml` was written.
    var name: String {
        switch self {
        case .temperature: "the temperature"
        case .topK: "the number of likeliest tokens (top-k)"
        case .topP: "the share of likeliest tokens (top-p)"
        case .minP: "the least share of the likeliest token (min-p)"
        case .repetitionPenalty: "the repetition penalty"
        case .maximumAnswerTokens: "the most tokens of an answer"
        case .snippetCount: "the number of snippets"
        case .sourceWeights: "a weight of files"
        case .recencyHalfLife: "the half-life of newness"
        case .diversity: "the diversity"
        case .thinking: "how long it thinks"
        case .leastConfidence: "the least confidence"
        }
    }

    /// "0; it must be from 1 to 50" where the value is out of range, else nil.
    fileprivate func complaint(in settings: ProfileSettings) -> String? {
        switch self {
        case .temperature: Self.complaint(settings.temperature, 0...2)
        case .topK: Self.complaint(settings.topK, 1...1000)
        case .topP: Self.complaint(settings.topP, 0...1)
        case .minP: Self.complaint(settings.minP, 0...1)
        case .repetitionPenalty: Self.complaint(settings.repetitionPenalty, 0.5...2)
        case .maximumAnswerTokens: Self.complaint(settings.maximumAnswerTokens, 1...32768)
        case .snippetCount: Self.complaint(settings.snippetCount, 1...50)
        case .sourceWeights: settings.sourceWeights?.lazy.compactMap(Self.complaint).first
        case .recencyHalfLife: Self.complaint(settings.recencyHalfLife, 0.01...36_500)
        case .diversity: Self.complaint(settings.diversity, 0...1)
        case .thinking: Self.complaint(settings.thinking, ProfileSettings.thinkingRange)
        case .leastConfidence:
            ConfidenceKind.allCases.lazy.compactMap { Self.complaint(settings.leastConfidence?[$0], 0...1) }.first
        }
    }

    private static func complaint(_ weight: SourceWeight) -> String? {
        guard GlobPattern(weight.path[...]) != nil else {
            return "“\(weight.path)”, a path that can match nothing; write names, *, ?, [a-z] and **, divided by /"
        }
        return complaint(weight.weight, 0.01...100).map { "\($0) (for \(weight.path))" }
    }

    private static func complaint<Value: Comparable>(_ value: Value?, _ range: ClosedRange<Value>) -> String? {
        guard let value, !range.contains(value) else { return nil }
        return "\(value); it must be from \(range.lowerBound) to \(range.upperBound)"
    }
}

extension ProfileSettings {
    /// The first setting that is out of its range: "--top-k is 0; it must be from 1 to 50", or nil.
    ///
    /// - Parameter name: what the user wrote the setting as: an option, or a key of a file.
    package func problem(naming name: (ProfileSetting) -> String) -> String? {
        for setting in ProfileSetting.allCases {
            if let complaint = setting.complaint(in: self) { return "\(name(setting)) is \(complaint)" }
        }
        return nil
    }
}
