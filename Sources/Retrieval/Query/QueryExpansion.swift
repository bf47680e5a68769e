internal import Foundation
internal import Inference

/// What a large engine adds to a query before it is searched for.
public struct QueryExpansion: Sendable, Hashable, Codable {
    /// Whether the search by vector is also for a passage that the engine makes up as an answer (Gao et al., "HyDE", ACL 2023).
    /// The default is false.
    public var isHypothetical = false
    /// In how many other words the engine asks the query once more, each searched for; 0…5. The default is 0.
    public var variants = 0

    /// Adds nothing.
    public init() {}

    /// Whether no engine is needed.
    var isEmpty: Bool { !isHypothetical && variants == 0 }
}

/// Asks an engine for what a ``QueryExpansion`` wants.
struct QueryExpander {
    let calls: EngineCalls

    /// A short passage that could answer the query; its statements are not to be believed, only to be like those of the documents.
    func passage(answering query: String) async throws -> String {
        try await calls.text(
            answering: GenerationRequest(
                messages: [
                    ChatMessage(
                        .system,
                        "Write one short passage, as a reference document would have it, that answers the question. Write in "
                            + "the language of the question. Write the passage alone."),
                    ChatMessage(.user, query),
                ], maximumTokens: 160)
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// At most `count` other wordings, without those that only repeat.
    func wordings(of query: String, count: Int) async throws -> [String] {
        let answer = try await calls.text(
            answering: GenerationRequest(
                messages: [
                    ChatMessage(
                        .system,
                        "Ask the question in \(count) other ways, with other words for the same thing, in the same language. "
                            + "Write one question a line, and nothing else."),
                    ChatMessage(.user, query),
                ], maximumTokens: 60 * count))
        var seen: Set<String> = [query.lowercased()]
        let lines = answer.split(whereSeparator: \.isNewline).map { line in
            // Some number their lines.
            line.trimmingPrefix(/\s*(?:[-*•]|\d+[.)])\s*/).trimmingCharacters(in: .whitespaces)
        }
        return Array(lines.filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }.prefix(count))
    }
}
