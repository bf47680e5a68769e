public import Foundation
public import Library
public import Retrieval

/// What one question changes about the profile's settings; nil is "as the profile says".
public struct AskOptions: Sendable {
    /// Snippets given to the engine, 1…50.
    public var snippetCount: Int?
    /// How long to think: how many candidate answers a question gets, 1…16; 1 is the first that comes.
    public var thinking: Int?
    /// How snippets are found.
    public var retrieval = RetrievalSettings()
    /// Sampling temperature, 0…2.
    public var temperature: Double?
    /// Seed of the sampler.
    public var seed: UInt64?
    /// What variables of the instructions stand for this time, by name.
    public var variables: [String: String] = [:]
    /// What happens to statements that no passage supports.
    public var unsupported = UnsupportedStatements.marked
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

/// What happens to statements of an engine that no passage supports.
public enum UnsupportedStatements: String, Sendable, Codable {
    /// They stay, with a sign. A small engine's are left out: its evidence says all that it could.
    case marked
    /// They are left out. Where nothing else was said, the question is refused.
    case removed
    /// They stay as they are, a small engine's too.
    case kept
}
