internal import Foundation
internal import Inference

/// What of a conversation goes into a prompt: its last turns, within a share of the engine's budget.
///
/// Turns are left out oldest first, and then several at once: the prompts of the turns that follow begin with the same tokens, which the
/// engine need not read again. Those left out together are told in a digest, as long as digests fit too.
struct ConversationHistory {
    /// User and assistant by turns, oldest first.
    private(set) var messages: [ChatMessage] = []
    /// Turns that were left out together, in order; a digest of each is wanted.
    private(set) var batches: [ArraySlice<Turn>] = []
    /// What is told of turns that were left out, oldest first.
    private(set) var digests: [ConversationDigest] = []
    /// All digests that were made: those that are told, those that say nothing, and one that no longer fitted.
    private(set) var made: [ConversationDigest] = []
    /// The turns that the messages are.
    private(set) var kept: ArraySlice<Turn> = []
    /// The places of the turns that were left out, from 1.
    private(set) var cut: [Int] = []

    /// The share of the budget that a conversation may take.
    private static let share = 4
    /// The longest answer that is repeated whole, in characters.
    private static let longestAnswer = 700
    /// Tokens that all digests together may have.
    private var digestLimit = 0

    init() {}

    /// - Parameters:
    ///   - turns: the conversation, oldest first.
    ///   - budget: tokens that the whole prompt may have.
    init(_ turns: [Turn], engine: any Engine, budget: Int) throws {
        let limit = budget / Self.share
        let tokens = try turns.map { try engine.tokenCount(of: Self.messages(of: $0)) }
        var (start, sum) = (0, 0)
        for index in turns.indices {
            sum += tokens[index]
            guard sum > limit else { continue }
            let first = start
            while start <= index, sum > limit / 2 {
                sum -= tokens[start]
                start += 1
            }
            batches.append(turns[first..<start])
        }
        kept = turns[start...]
        cut = Array(1..<start + 1)
        messages = kept.flatMap(Self.messages)
        digestLimit = limit / 2
    }

    /// What stands before the first message; "" where nothing is told of what was left out.
    var summary: String {
        digests.isEmpty ? "" : "Earlier in this conversation: " + digests.map(\.text).joined(separator: " ")
    }

    /// The turns whose words are told.
    var told: [Turn] {
        batches.filter { batch in digests.contains { $0.turns.lowerBound == batch.startIndex + 1 } }.flatMap(\.self)
            + kept
    }

    /// Tokens that the rule's digest of one batch may have.
    var ruleLimit: Int { digestLimit * 2 / 3 }

    /// Tells of the turns before those that are told of; false where digests would take more than their share.
    mutating func add(_ digest: ConversationDigest, engine: any Engine) throws -> Bool {
        made.append(digest)
        guard !digest.text.isEmpty else { return true }
        digests.insert(digest, at: 0)
        guard try engine.tokenCount(of: [ChatMessage(.user, summary)]) > digestLimit else { return true }
        digests.removeFirst()
        return false
    }

    private static func messages(of turn: Turn) -> [ChatMessage] {
        [ChatMessage(.user, turn.question), ChatMessage(.assistant, answer(of: turn))]
    }

    /// An answer without its marks, whose numbers mean other passages by now; a long one ends earlier.
    static func answer(of turn: Turn) -> String {
        guard let text = turn.text else { return "…" }
        let bare = text.replacing(#/ ?\[(?:[0-9]+|\?)\]/#, with: "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard bare.count > longestAnswer else { return bare }
        let head = bare.prefix(longestAnswer)
        let end = head.lastIndex { ".!?。！？".contains($0) }
        return String(end.map { head[...$0] } ?? head)
    }
}
