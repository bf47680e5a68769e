internal import Foundation
internal import Library

/// A profile as machine output.
struct ProfileReport: Encodable {
    let name: String
    let instructions: String
    let starters: [String]
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
    }

    init(_ profile: Profile, files: Int) {
        name = profile.name
        instructions = profile.instructions
        starters = profile.starters
        engine = profile.settings.engine
        settings = Settings(
            temperature: profile.settings.temperature, samplingTopK: profile.settings.topK,
            topP: profile.settings.topP, minP: profile.settings.minP,
            repetitionPenalty: profile.settings.repetitionPenalty, seed: profile.settings.seed,
            maximumTokens: profile.settings.maximumAnswerTokens, topK: profile.settings.snippetCount)
        version = profile.version
        updatedAt = profile.updatedAt
        self.files = files
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
