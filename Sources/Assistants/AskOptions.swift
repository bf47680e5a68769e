public import Foundation
public import Library
public import Retrieval

/// What one question changes about the profile's settings; nil is "as the profile says".
public struct AskOptions: Sendable {
    /// Snippets given to the engine, 1…50.
    public var snippetCount: Int?
    /// How snippets are found.
    public var retrieval = RetrievalSettings()
    /// Sampling temperature, 0…2.
    public var temperature: Double?
    /// Seed of the sampler.
    public var seed: UInt64?
    /// What variables of the instructions stand for this time, by name.
    public var variables: [String: String] = [:]
    /// The day of the question, which `{{date}}` stands for.
    public var date = Date()

    /// Creates options that change nothing.
    public init() {}

    /// Whether a profile's instructions have all the variables that are set.
    ///
    /// - Throws: an ``AssistantError`` with `unknownVariable`, which suggests the nearest name.
    public func check(for profile: Profile) throws {
        if let problem = InstructionTemplate(profile.instructions).problem(setting: variables) {
            throw AssistantError(.unknownVariable, problem)
        }
    }
}
