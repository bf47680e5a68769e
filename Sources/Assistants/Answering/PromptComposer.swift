internal import Inference
internal import Retrieval

/// Composes the prompt of an answer and packs it to the engine's token budget: instructions, the conversation, numbered snippets as data,
/// and the question. A conversation that leaves no room for the question stays out. Snippets go in by rank until the next one would not fit; a first snippet that is too long by itself is cut
/// at a sentence end.
struct PromptComposer {
    var engine: any Engine
    /// What the profile says before every question.
    var instructions: String
    /// The rules of the answer, by size class.
    var rules: String
    /// Tokens kept free for the answer.
    var answerTokens: Int

    /// The conversation before the question.
    var history = ConversationHistory()

    /// A packed prompt.
    struct Prompt {
        var messages: [ChatMessage]
        var tokens: Int
        var budget: Int
        /// Numbers of the snippets that were left out.
        var cut: [Int]
        /// Whether the conversation did not fit.
        var leavesOutConversation = false
    }

    /// The most tokens of a prompt.
    var budget: Int { engine.contextLength - answerTokens }

    /// - Throws: `questionTooLong` where instructions and question alone do not fit.
    func prompt(for question: String, snippets: [Snippet]) throws -> Prompt {
        var parts: [String] = []
        var messages = compose(question, parts: parts)
        var tokens = try engine.tokenCount(of: messages)
        if tokens > budget, !history.messages.isEmpty {
            var alone = self
            alone.history = ConversationHistory()
            var prompt = try alone.prompt(for: question, snippets: snippets)
            prompt.leavesOutConversation = true
            return prompt
        }
        guard tokens <= budget else {
            throw AssistantError(
                .questionTooLong,
                """
                the question and the profile's instructions come to \(tokens) tokens, but \(engine.name) takes \
                \(engine.contextLength) with \(answerTokens) kept for the answer; shorten them, or choose an engine with a \
                longer window (--engine)
                """)
        }
        var cut: [Int] = []
        for snippet in snippets {
            let part = try fitting(snippet, after: parts, question: question, budget: budget)
            guard cut.isEmpty, let part else {
                cut.append(snippet.number)
                continue
            }
            parts.append(part)
            messages = compose(question, parts: parts)
            tokens = try engine.tokenCount(of: messages)
        }
        return Prompt(messages: messages, tokens: tokens, budget: budget, cut: cut)
    }

    /// The snippet as it goes into the prompt; nil where it does not fit. Only a first snippet is shortened.
    private func fitting(_ snippet: Snippet, after parts: [String], question: String, budget: Int) throws -> String? {
        func fits(_ part: String) throws -> Bool {
            try engine.tokenCount(of: compose(question, parts: parts + [part])) <= budget
        }
        let whole = entry(snippet, text: snippet.text)
        if try fits(whole) { return whole }
        guard parts.isEmpty else { return nil }
        let sentences = Sentence.sentences(of: snippet, at: 0)
        var low = 0
        var high = sentences.count
        while low < high {
            let middle = (low + high + 1) / 2
            let text = sentences[..<middle].map(\.text).joined(separator: " ")
            if try fits(entry(snippet, text: text)) { low = middle } else { high = middle - 1 }
        }
        return low == 0 ? nil : entry(snippet, text: sentences[..<low].map(\.text).joined(separator: " "))
    }

    private func entry(_ snippet: Snippet, text: String) -> String {
        let heading = ([snippet.title] + snippet.headings).compactMap(\.self).last.map { " (\($0))" } ?? ""
        return "[\(snippet.number)]\(heading) \(text)"
    }

    private func compose(_ question: String, parts: [String]) -> [ChatMessage] {
        let passages = parts.isEmpty ? "" : "Passages:\n\n" + parts.joined(separator: "\n\n") + "\n\n"
        return messages(with: passages + "Question: " + question)
    }

    /// Instructions, conversation and a last message of the user.
    func messages(with last: String) -> [ChatMessage] {
        let system = [instructions, rules].filter { !$0.isEmpty }.joined(separator: "\n\n")
        var messages = history.messages + [ChatMessage(.user, last)]
        if !history.summary.isEmpty { messages[0].content = "\(history.summary)\n\n\(messages[0].content)" }
        return [ChatMessage(.system, system)] + messages
    }
}
