import Assistants
import Foundation
import Inference
import Library
import TestSupport
import Testing

/// Answers that are thought about for longer, by engines that say what the test wrote.
struct ThinkingTests {
    private static let question =
        "How many days of paid leave do employees have, and when does the cafeteria serve lunch?"
    private static let leave = "Employees have 25 days of paid leave."
    private static let lunch = "The cafeteria serves lunch from noon."

    /// What a large engine says in turn to the same question, thought about as long.
    private func answer(
        _ replies: [String], unsupported: UnsupportedStatements = .marked
    ) async throws -> (answer: Answer, engine: ScriptedEngine) {
        let engine = ScriptedEngine(.large) { request in
            [replies[request.sampling.temperature == 0 ? 0 : Int(request.sampling.seed)]]
        }
        var options = AskOptions()
        options.thinking = replies.count
        options.unsupported = unsupported
        var result: Answer?
        try await withLibrary { library in
            let (pieces, answer) = try await ask(Self.question, in: library, engine: engine, options: options)
            #expect(pieces.joined() == answer.text)
            result = answer
        }
        return (try #require(result), engine)
    }

    @Test("What one answer makes up is outvoted, and what another one adds is taken over")
    func merged() async throws {
        let (answer, engine) = try await answer([
            "\(Self.leave) Lunch costs 99 euros.", "\(Self.leave) \(Self.lunch)", "\(Self.lunch) \(Self.leave)",
        ])
        #expect(answer.text.contains(Self.leave) && answer.text.contains(Self.lunch))
        #expect(!answer.text.contains("99"))
        #expect(answer.citations.count == 2 && answer.citations.allSatisfy { $0.supported })
        #expect(answer.trace.thinking?.views == 3)
        #expect(answer.trace.thinking?.drafts.count == 3)
        #expect(answer.settings.thinking == 3)

        let alone = try await self.answer(["\(Self.leave) Lunch costs 99 euros."]).answer
        #expect(alone.text.contains("99"))
        #expect(alone.trace.thinking == nil && alone.settings.thinking == nil)

        // The first answer is the usual one, the others are sampled, each from other snippets.
        #expect(engine.requests.map(\.sampling.temperature) == [0, 0.7, 0.7])
        #expect(engine.requests.map(\.sampling.seed) == [0, 1, 2])
        #expect(Set(engine.requests.map { $0.messages.last?.content }).count == 3)
    }

    @Test("A number that few say gives way to the one that most say and the snippets hold")
    func outvoted() async throws {
        let wrong = "Employees have 7.50 days of paid leave."
        let answer = try await answer([wrong, Self.leave, Self.leave]).answer
        #expect(answer.text.contains("25 days") && !answer.text.contains("7.50 days"))
    }

    @Test("Where most answers say that there is none, the question is refused")
    func declined() async throws {
        let refused = try await answer(["NO ANSWER", Self.leave, "NO ANSWER"]).answer
        #expect(refused.refused && refused.citations.isEmpty)
        let answered = try await answer(["NO ANSWER", Self.leave, Self.leave]).answer
        #expect(!answered.refused && answered.text.contains("25 days"))
    }

    @Test("What no snippet supports is shown with a sign where there is nothing else, and strictly left out")
    func unsupported() async throws {
        let replies = ["The moon is cheese.", "The moon is cheese."]
        #expect(try await answer(replies).answer.text == "The moon is cheese. [?]")
        #expect(try await answer(replies, unsupported: .removed).answer.refused)
        let strict = try await answer(
            ["\(Self.leave) The moon is cheese.", Self.leave], unsupported: .removed
        ).answer
        #expect(!strict.text.contains("moon"))
    }

    @Test("Cancelling ends the thinking within moments", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        try await withLibrary { library in
            let engine = ScriptedEngine(.large, pause: .milliseconds(100)) { _ in ["word "] }
            var options = AskOptions()
            options.thinking = 16
            let task = Task { [options] in
                try await ask(Self.question, in: library, engine: engine, options: options)
            }
            while engine.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            task.cancel()
            let start = ContinuousClock.now
            _ = await task.result
            try await Task.sleep(for: .milliseconds(300))
            #expect(ContinuousClock.now - start < .seconds(3))
            #expect(engine.requests.count <= 2)
        }
    }

    @Test("A small engine without likelihoods is sampled, and most supported samples win")
    func sampled() async throws {
        let question = "How many days of paid leave do employees have?"
        let replies = [
            "Employees have 30 days of paid leave.", "Employees get 25 days of paid leave.",
            "Employees get 25 days of paid leave.", "Employees like paid leave.",
        ]
        try await withLibrary { library in
            let engine = ScriptedEngine(.small) { request in
                [replies[request.sampling.temperature == 0 ? 0 : Int(request.sampling.seed)]]
            }
            var options = AskOptions()
            let once = try await ask(question, in: library, engine: engine, options: options).answer
            #expect(!once.text.contains("In short"))
            options.thinking = 4
            let thought = try await ask(question, in: library, engine: engine, options: options).answer
            #expect(thought.text.hasSuffix("In short: Employees get 25 days of paid leave. [1]"))
            #expect(thought.trace.thinking?.drafts.first?.votes == 0.5)
            #expect(thought.trace.thinking?.drafts.filter(\.isChosen).count == 1)
        }
    }
}

/// Answers of the real default engine, thought about for longer.
@Suite(.serialized)
struct NativeThinkingTests {
    private static let models = Task {
        (
            embedder: try await NativeEmbedder.open(TestModels.miniLM(), name: "all-MiniLM-L6-v2"),
            engine: try await NativeEngine.open(TestModels.smolLM2(), name: "SmolLM2-135M-Instruct")
        )
    }

    private func ask(
        _ question: String, thinking: Int?, in library: SQLiteLibrary
    ) async throws -> Answer {
        let (embedder, engine) = try await Self.models.value
        var options = AskOptions()
        options.thinking = thinking
        return try await AssistantsTests.ask(
            question, in: library, engine: engine, embedder: embedder, options: options
        ).answer
    }

    @Test("The words that answer are set apart, in the same bytes each time, and one candidate is the usual answer")
    func words() async throws {
        try await withLibrary(embedder: Self.models.value.embedder) { library in
            let question = "How many days of paid leave do employees have?"
            let usual = try await ask(question, thinking: nil, in: library)
            let one = try await ask(question, thinking: 1, in: library)
            #expect(Array(one.text.utf8) == Array(usual.text.utf8))
            #expect(one.citations == usual.citations && one.short == nil && one.trace.thinking == nil)

            let first = try await ask(question, thinking: 3, in: library)
            let second = try await ask(question, thinking: 3, in: library)
            #expect(Array(first.text.utf8) == Array(second.text.utf8))
            #expect(first.trace.thinking?.drafts == second.trace.thinking?.drafts)
            let short = try #require(first.short)
            #expect(short.contains("25"))
            #expect(first.text.hasSuffix("\n\nIn short: \(short) [1]"))
            #expect(first.citations.last?.sentence == short)
            expectQuotesToStand(in: first)
        }
    }

    @Test("A question for yes or no gets its sentence, and no words set apart")
    func whether() async throws {
        try await withLibrary(embedder: Self.models.value.embedder) { library in
            let answer = try await ask("May visitors enter without a badge?", thinking: 2, in: library)
            #expect(answer.text.hasPrefix("Visitors must not enter without a badge. [1]"))
            #expect(answer.short == nil)
        }
    }

    @Test("More time looks at more candidate answers")
    func more() async throws {
        try await withLibrary(embedder: Self.models.value.embedder) { library in
            let question = "When does the cafeteria serve lunch?"
            let two = try #require(try await ask(question, thinking: 2, in: library).trace.thinking)
            let four = try #require(try await ask(question, thinking: 4, in: library).trace.thinking)
            #expect(two.views == 2 && four.views == 4)
            #expect(two.considered < four.considered)
            #expect(two.drafts.count == 6 && four.drafts.count > 6)
            #expect(four.drafts.filter(\.isChosen).count == 1)
            #expect(zip(four.drafts, four.drafts.dropFirst()).allSatisfy { $0.votes >= $1.votes })
        }
    }
}
