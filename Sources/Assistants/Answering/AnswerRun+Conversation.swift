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
            // The last ones come first: those that no longer fit need not be made.
            for batch in history.batches.reversed() {
                guard try history.add(try await digest(of: batch), engine: engine) else { break }
            }
            trace.digests = history.digests
            trace.madeDigests = history.made
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
        let used = trace.queryOrigin == .engine ? history.told : turns.suffix(1)
        queryDocuments = Set(used.flatMap(\.sources).filter { $0.part != .prompt }.map(\.document))
    }

    /// What is told of turns that no longer fit: as it was told in the turn before, else in the engine's words, else by a rule.
    private mutating func digest(of batch: ArraySlice<Turn>) async throws -> ConversationDigest {
        let places = batch.startIndex + 1...batch.endIndex
        let known = turns.last?.digests.first { $0.turns == places && $0.engine == engine.name }
        if let known { return known }
        let request = ConversationDigest.request(for: batch)
        let tokens = try engine.tokenCount(of: request.messages)
        if tokens + request.maximumTokens <= engine.contextLength,
            let digest = ConversationDigest.byEngine(try await words(of: request), of: batch, engine: engine.name)
        {
            return digest
        }
        return try .byRule(batch, engine: engine, limit: history.ruleLimit)
    }

    /// All that the engine says.
    mutating func words(of request: GenerationRequest) async throws -> String {
        let calls = EngineCalls(engine)
        defer { for call in calls.summaries { usage.add(call, prices: engine.prices) } }
        return try await calls.text(answering: request)
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
        let spoken = try await words(
            of: GenerationRequest(messages: messages, maximumTokens: Self.rewriteTokens, stop: ["\n"]))
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
