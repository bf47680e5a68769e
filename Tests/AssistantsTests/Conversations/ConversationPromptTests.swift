import Assistants
import Foundation
import Inference
import Library
import Retrieval
import TestSupport
import Testing

/// What an engine that is trusted with a conversation is told of it.
struct ConversationPromptTests {
    /// Asks one question after the other; the answers.
    private func talk(
        _ questions: [String], in library: SQLiteLibrary, engine: any Engine, instructions: String = "Be brief."
    ) async throws -> [Answer] {
        let assistant = Assistant(
            profile: Profile(name: "p", instructions: instructions), library: library, embedder: WordEmbedder(),
            engine: engine)
        var turns: [Turn] = []
        var answers: [Answer] = []
        for question in questions {
            for try await case .finished(let answer) in assistant.ask(question, after: turns) {
                answers.append(answer)
                turns.append(Turn(answer, id: nil))
            }
        }
        return answers
    }

    /// Says the sentence that answers, and rewrites questions as told.
    private func engine(
        contextLength: Int = 4096, rewriting: String = "How many days of paid leave do employees have each year?",
        summary: String = "Employees have 25 days of paid leave."
    )
        -> ScriptedEngine
    {
        ScriptedEngine(.large, contextLength: contextLength) { request in
            let last = request.messages.last?.content ?? ""
            if last.hasPrefix("Rewrite the question") || last.contains("\nRewrite the question") { return [rewriting] }
            if last.hasPrefix("Summarise") { return [summary] }
            return ["Employees have 25 days of paid leave each year. [\(request.number(of: "25 days"))]"]
        }
    }

    @Test("A large engine gets the turns before, without marks, and rewrites a question that depends on them")
    func history() async throws {
        try await withLibrary { library in
            let engine = engine()
            let answers = try await talk(
                ["How many days of paid leave do employees have?", "And is it paid?"], in: library, engine: engine)
            #expect(answers[1].query == "How many days of paid leave do employees have each year?")
            #expect(answers[1].trace.queryOrigin == .engine)
            let prompt = answers[1].trace.prompt
            #expect(prompt.map(\.role) == [.system, .user, .assistant, .user])
            #expect(prompt[1].content == "How many days of paid leave do employees have?")
            #expect(prompt[2].content == "Employees have 25 days of paid leave each year.")
            #expect(prompt[3].content.hasSuffix("Question: And is it paid?"))
            #expect(answers[1].trace.promptTokens == (try engine.tokenCount(of: prompt)))
            // What was read for the rewriting is the beginning of what the answer is made from.
            let rewriting = try #require(
                engine.requests.first { $0.messages.last?.content.hasPrefix("Rewrite") == true })
            #expect(rewriting.messages.dropLast() == prompt.dropLast())
            #expect(answers[1].settings.history == [nil])
        }
    }

    @Test(
        "What an engine makes of a question is used only where it is a question about the conversation",
        arguments: [
            "", "?", "The weather in Paris was splendid.", String(repeating: "leave ", count: 100),
        ])
    func uselessRewriting(text: String) async throws {
        try await withLibrary { library in
            let answers = try await talk(
                ["How many days of paid leave do employees have?", "When are requests due for it?"], in: library,
                engine: engine(rewriting: text))
            #expect(answers[1].trace.queryOrigin == .rules)
            #expect(answers[1].query == "leave employees: When are requests due for it?")
        }
    }

    @Test(
        "A conversation never takes more than its share; what is left out is in the trace, and the prompt never exceeds the window"
    )
    func budget() async throws {
        try await withLibrary { library in
            let engine = engine(contextLength: 700)
            let questions =
                ["How many days of paid leave do employees have?"]
                + (1...12).map {
                    "How many days of paid leave do employees have in their year number \($0) with the company?"
                }
            let answers = try await talk(questions, in: library, engine: engine)
            for answer in answers {
                #expect(answer.trace.promptTokens <= answer.trace.promptBudget)
                #expect(answer.trace.promptTokens == (try engine.tokenCount(of: answer.trace.prompt)))
            }
            let last = try #require(answers.last)
            #expect(!last.trace.cutTurns.isEmpty && last.trace.cutTurns.first == 1)
            #expect(
                last.trace.prompt[1].content.hasPrefix(
                    "Earlier in this conversation: Employees have 25 days of paid leave."))
            // Each turn that was left out is told of once, in order, but for the oldest.
            #expect(last.trace.digests.allSatisfy { $0.author == .engine })
            let told = last.trace.digests.flatMap { Array($0.turns) }
            #expect(!told.isEmpty && told == last.trace.cutTurns.suffix(told.count))
            // What was told once is told again, and not asked for again.
            let asked = engine.requests.count { $0.messages.last?.content.hasPrefix("Summarise") == true }
            #expect(asked == Set(answers.flatMap(\.trace.digests)).count)
            // Turns go several at once, so that most prompts begin as the one before.
            let cuts = answers.map(\.trace.cutTurns.count)
            #expect(Set(cuts).count <= answers.count / 2, "\(cuts)")
        }
    }

    @Test("A summary that no longer fits is not asked for again with each question") func longSummaries() async throws {
        try await withLibrary { library in
            let engine = engine(
                contextLength: 700,
                summary: Array(repeating: "Employees have 25 days of paid leave.", count: 10).joined(separator: " "))
            let question = "How many days of paid leave do employees have?"
            let answers = try await talk(Array(repeating: question, count: 14), in: library, engine: engine)
            let asked = engine.requests.compactMap(\.messages.last?.content).filter { $0.hasPrefix("Summarise") }
            let last = try #require(answers.last)
            let told = last.trace.digests.flatMap { Array($0.turns) }
            #expect(last.trace.cutTurns.count > told.count, "all summaries fit, so that nothing is tested")
            #expect(asked.count == Set(answers.map(\.trace.cutTurns.count)).subtracting([0]).count, "\(asked.count)")
        }
    }

    @Test(
        "A summary that says nothing, or what the turns do not, gives way to their questions and first sentences",
        arguments: ["", "Employees have 99 days of paid leave.", "The weather in Paris was splendid."])
    func uselessSummary(text: String) async throws {
        try await withLibrary { library in
            let question = "How many days of paid leave do employees have?"
            let answers = try await talk(
                Array(repeating: question, count: 8), in: library, engine: engine(contextLength: 700, summary: text))
            let digest = try #require(answers.last?.trace.digests.last)
            #expect(digest.author == .rule)
            #expect(digest.text.hasPrefix("\(question) Employees have 25 days of paid leave each year."))
        }
    }

    @Test("The prompt of each turn begins as that of the one before, so that an engine need not read it again")
    func beginnings() async throws {
        try await withLibrary { library in
            let question = "How many days of paid leave do employees have?"
            let prompts = try await talk([question, question, question], in: library, engine: engine()).map(
                \.trace.prompt)
            for (former, next) in zip(prompts, prompts.dropFirst()) {
                #expect(next.starts(with: former.dropLast()))
                #expect(next.count == former.count + 2)
            }
        }
    }

    @Test("A small engine is told nothing of the conversation but the question in full")
    func small() async throws {
        try await withLibrary { library in
            let answers = try await talk(
                ["How many days of paid leave do employees have?", "Who do requests for it go to?"], in: library,
                engine: ScriptedEngine(.small, says: "Requests go to the manager."))
            #expect(answers[1].trace.prompt.count == 2)
            #expect(
                answers[1].trace.prompt.last?.content.hasSuffix(
                    "Question: leave employees: Who do requests for it go to?") == true)
            #expect(answers[1].question == "Who do requests for it go to?")
        }
    }

    @Test("What a query and a prompt took from earlier answers is known by document")
    func sources() async throws {
        try await withLibrary { library in
            let answers = try await talk(
                ["How many days of paid leave do employees have?", "And is it paid?"], in: library, engine: engine())
            let document = try #require(answers[0].snippets.first?.documentID)
            for part in [AnswerSource.Part.text, .prompt, .query] {
                #expect(answers[1].sources.contains(AnswerSource(document: document, part: part)))
            }
        }
    }
}
