internal import Foundation
internal import Inference

/// What of a conversation goes into a prompt: its last turns, within a share of the engine's budget.
///
/// Turns are left out oldest first, and then several at once: the prompts of the turns that follow begin with the same tokens, which the
/// engine need not read again. Of those left out the questions stay, in a line.
struct ConversationHistory {
    /// User and assistant by turns, oldest first.
    private(set) var messages: [ChatMessage] = []
    /// What stands before the first message; "" where nothing was left out.
    private(set) var summary = ""
    /// The turns that the messages are.
    private(set) var kept: ArraySlice<Turn> = []
    /// The places of the turns that were left out, from 1.
    private(set) var cut: [Int] = []

    /// The share of the budget that a conversation may take.
    private static let share = 4
    /// The longest answer that is repeated whole, in characters.
    private static let longestAnswer = 700
    /// The longest line about what was left out, in characters.
    private static let longestSummary = 300

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
            while start <= index, sum > limit / 2 {
                sum -= tokens[start]
                start += 1
            }
        }
        kept = turns[start...]
        cut = Array(1..<start + 1)
        messages = kept.flatMap(Self.messages)
        summary = Self.summary(of: turns[..<start])
    }

    private static func messages(of turn: Turn) -> [ChatMessage] {
        [ChatMessage(.user, turn.question), ChatMessage(.assistant, answer(of: turn))]
    }

    /// An answer without its marks, whose numbers mean other passages by now; a long one ends earlier.
    private static func answer(of turn: Turn) -> String {
        guard let text = turn.text else { return "…" }
        let bare = text.replacing(#/ ?\[(?:[0-9]+|\?)\]/#, with: "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard bare.count > longestAnswer else { return bare }
        let head = bare.prefix(longestAnswer)
        let end = head.lastIndex { ".!?。！？".contains($0) }
        return String(end.map { head[...$0] } ?? head)
    }

    private static func summary(of turns: ArraySlice<Turn>) -> String {
        guard !turns.isEmpty else { return "" }
        let questions = turns.map(\.question).joined(separator: " ")
        return "Asked before: \(questions.suffix(longestSummary))"
    }
}
