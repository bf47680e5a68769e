internal import Documents
internal import Foundation
internal import Library

/// A profile as machine output.
struct ProfileReport: Encodable {
    let name: String
    let instructions: String
    let starters: [String]
    /// Nil where there are none.
    let tests: [Test]?
    let engine: String?
    let settings: Settings
    let version: Int
    let updatedAt: Date
    let files: Int

    /// Settings that differ from the product's default.
    struct Settings: Encodable {
        let temperature: Double?
        let samplingTopK: Int?
        let topP: Double?
        let minP: Double?
        let repetitionPenalty: Double?
        let seed: UInt64?
        let maximumTokens: Int?
        let topK: Int?
        let weights: [SourceWeight]?
        let recencyHalfLife: Double?
        let diversity: Double?
        let think: Int?
        let variables: [String: String]?
        let leastConfidence: LeastConfidence?
    }

    /// A question whose answer is known.
    struct Test: Encodable {
        let question: String
        let contains: [String]
        let lacks: [String]
        let cites: [Source]
        let refuses: Bool
    }

    /// A document that has to be cited, and where.
    struct Source: Encodable {
        let document: String
        let location: Location?
    }

    init(_ profile: Profile, files: Int) {
        tests = profile.tests.isEmpty ? nil : profile.tests.map(Test.init)
        name = profile.name
        instructions = profile.instructions
        starters = profile.starters
        engine = profile.settings.engine
        settings = Settings(
            temperature: profile.settings.temperature, samplingTopK: profile.settings.topK,
            topP: profile.settings.topP, minP: profile.settings.minP,
            repetitionPenalty: profile.settings.repetitionPenalty, seed: profile.settings.seed,
            maximumTokens: profile.settings.maximumAnswerTokens, topK: profile.settings.snippetCount,
            weights: profile.settings.sourceWeights, recencyHalfLife: profile.settings.recencyHalfLife,
            diversity: profile.settings.diversity,
            think: profile.settings.thinking,
            variables: profile.settings.variables, leastConfidence: profile.settings.leastConfidence)
        version = profile.version
        updatedAt = profile.updatedAt
        self.files = files
    }
}

extension ProfileReport.Test {
    init(_ test: ProfileTest) {
        question = test.question
        contains = test.contains
        lacks = test.lacks
        cites = test.cites.map { source in
            let location = Location(page: source.page, lines: source.lines)
            return ProfileReport.Source(
                document: source.document, location: location == Location() ? nil : location)
        }
        refuses = test.refuses
    }
}

/// The result of `list`.
struct ProfileListReport: Encodable {
    let profiles: [Row]

    /// One profile.
    struct Row: Encodable {
        let name: String
        let engine: String?
        let files: Int
        let chunks: Int
        let updatedAt: Date
    }

    init(_ summaries: [ProfileSummary]) {
        profiles = summaries.map {
            Row(
                name: $0.name, engine: $0.engine, files: $0.fileCount, chunks: $0.chunkCount, updatedAt: $0.updatedAt)
        }
    }
}
