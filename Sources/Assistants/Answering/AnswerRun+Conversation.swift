internal import Foundation
internal import Inference
internal import Library

/// What a conversation does to a question: it says what the question is about.
extension AnswerRun {
    /// Sets what is searched for: the question, or what it means after the turns before.
    ///
    /// Rules complete it for a small engine. A large one is asked to, unless the question says enough by itself; rules take its place where
    /// what it says is of no use.
    mutating func understand() async throws {
        guard !turns.isEmpty else { return }
        let ruled = FollowUpQuery(question, after: turns)
        query = ruled.text
        asked = ruled.asked
        trace.queryOrigin = ruled.isCompleted ? .rules : .question
        if engine.sizeClass == .large {
            history = try ConversationHistory(turns, engine: engine, budget: engine.contextLength - answerTokens)
            trace.cutTurns = history.cut
            if ruled.isCompleted || Terms.content(ofQuestion: question).count < Self.fewestTerms,
                let rewritten = try await rewrite()
            {
                query = rewritten
                asked = rewritten
                trace.queryOrigin = .engine
            }
        }
        guard query != question else {
            trace.queryOrigin = .question
            return
        }
        let used = trace.queryOrigin == .engine ? Array(history.kept) : turns.suffix(1)
        queryDocuments = Set(used.flatMap(\.sources).filter { $0.part != .prompt }.map(\.document))
    }

    /// A question with fewer words of its own may depend on others.
    private static let fewestTerms = 6
    private static let longestQuery = 400
    private static let rewriteTokens = 64

    /// The question as the engine says it in full; nil where it does not say one.
    ///
    /// Its prompt begins as that of the answer does, with instructions and conversation, so that neither is read twice.
    private mutating func rewrite() async throws -> String? {
        let task = """
            Rewrite the question below so that it can be understood without this conversation. Keep its language. Reply with the \
            question alone.

            Question: \(question)
            """
        let messages = composer.messages(with: task)
        guard try engine.tokenCount(of: messages) + Self.rewriteTokens <= engine.contextLength else { return nil }
        var spoken = ""
        let request = GenerationRequest(messages: messages, maximumTokens: Self.rewriteTokens, stop: ["\n"])
        for try await event in engine.generate(request) {
            switch event {
            case .text(let piece): spoken += piece
            case .token: break
            case .finished(let summary):
                usage.promptTokens += summary.promptTokens
                usage.answerTokens += summary.answerTokens
            }
        }
        let line = spoken.trimmingCharacters(in: .whitespacesAndNewlines).trimming { "\"“”".contains($0) }
        let known = Set(
            Terms.of(([question] + turns.flatMap { [$0.question, $0.text ?? ""] }).joined(separator: "\n")))
        let said = Terms.content(ofQuestion: line)
        guard line.utf8.count <= Self.longestQuery, !said.isEmpty, said.contains(where: known.contains) else {
            return nil
        }
        return line
    }
}
