internal import Foundation
internal import Inference

/// What is still told of turns that no longer fit into a prompt: a few sentences for those that were left out together.
public struct ConversationDigest: Sendable, Hashable {
    /// Who wrote a digest.
    public enum Author: String, Sendable, Codable {
        /// The engine, and what it wrote was checked against the turns.
        case engine
        /// A rule: the questions, each with the first sentence of its answer.
        case rule
    }

    /// The places of the turns, from 1.
    public var turns: ClosedRange<Int>
    /// The sentences.
    public var text: String
    /// Who wrote them.
    public var author: Author
    /// The engine that read the conversation; another one divides it in other places.
    var engine: String

    /// The most characters of a digest.
    private static let longest = 500

    /// The questions with the first sentences of their answers, the last ones as far as they fit.
    ///
    /// - Parameter limit: tokens that the digest may have.
    static func byRule(_ turns: ArraySlice<Turn>, engine: any Engine, limit: Int) throws -> ConversationDigest {
        var text = ""
        for turn in turns.reversed() {
            let said = turn.refused ? nil : SentenceReader.firstSentence(of: ConversationHistory.answer(of: turn))
            let line = [turn.question, said].compactMap(\.self).joined(separator: " ")
            let longer = text.isEmpty ? line : "\(line) \(text)"
            guard try engine.tokenCount(of: [ChatMessage(.user, longer)]) <= limit else { break }
            text = longer
        }
        return ConversationDigest(
            turns: turns.startIndex + 1...turns.endIndex, text: text, author: .rule, engine: engine.name)
    }

    /// What an engine is asked for a digest.
    static func request(for turns: ArraySlice<Turn>) -> GenerationRequest {
        let transcript = turns.map { "User: \($0.question)\nAssistant: \(ConversationHistory.answer(of: $0))" }
        let task = """
            Summarise the conversation below in at most three short sentences. Keep its language, its names, numbers and dates, and \
            add nothing. Reply with the summary alone.

            \(transcript.joined(separator: "\n"))
            """
        return GenerationRequest(messages: [ChatMessage(.user, task)], maximumTokens: requestTokens)
    }

    /// Tokens that an engine's digest may have.
    static let requestTokens = 128

    /// What the engine said, where it is about these turns and has no number that they have not; else nil.
    static func byEngine(_ spoken: String, of turns: ArraySlice<Turn>, engine: String) -> ConversationDigest? {
        let line = spoken.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let told = turns.map { "\($0.question) \(ConversationHistory.answer(of: $0))" }.joined(separator: "\n")
        let (said, known) = (Terms.of(line), Set(Terms.of(told)))
        let numbers = Agreement.numbers(in: told)
        guard !said.isEmpty, line.count <= longest, 2 * said.count(where: known.contains) >= said.count,
            Agreement.numbers(in: line).allSatisfy(numbers.contains)
        else { return nil }
        return ConversationDigest(
            turns: turns.startIndex + 1...turns.endIndex, text: line, author: .engine, engine: engine)
    }
}
