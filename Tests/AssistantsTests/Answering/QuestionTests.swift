import Assistants
import Documents
import Foundation
import Inference
import Library
import Retrieval
import TestSupport
import Testing

/// What holds for every question, whatever the engine.
struct QuestionTests {
    private static let question = "Do employees have 25 days of paid leave each year?"

    @Test("An empty question is an error, and no engine is called", arguments: ["", "  \n", "?!", "…", "👍"])
    func empty(question: String) async throws {
        try await withLibrary { library in
            let engine = ScriptedEngine(.small, says: "Made up.")
            await #expect(
                throws: AssistantError(.emptyQuestion, "the question is empty; write what you want to know")
            ) { _ = try await ask(question, in: library, engine: engine) }
            #expect(engine.requests.isEmpty)
        }
    }

    @Test(
        "A question that does not fit the engine's window is an error that says how long it is",
        arguments: [EngineSizeClass.small, .large])
    func tooLong(size: EngineSizeClass) async throws {
        try await withLibrary { library in
            let engine = ScriptedEngine(size, contextLength: 300) { _ in ["Made up."] }
            let question = Array(repeating: "leave", count: 400).joined(separator: " ")
            await #expect {
                _ = try await ask(question, in: library, engine: engine)
            } throws: { error in
                guard let error = error as? AssistantError else { return false }
                return error.code == .questionTooLong && error.message.contains("scripted takes 300")
            }
            #expect(engine.requests.isEmpty)
        }
    }

    @Test(
        "The prompt never exceeds the budget, and what was cut is in the trace",
        arguments: Array(stride(from: 190, to: 520, by: 15)))
    func budget(contextLength: Int) async throws {
        let files = (1...6).map { number in
            SampleFile(
                "\(number).txt",
                "Employees of house \(number) have 25 days of paid leave each year. "
                    + String(repeating: "word ", count: 20) + ".")
        }
        try await withLibrary(files) { library in
            let engine = ScriptedEngine(.large, contextLength: contextLength) { _ in
                ["Employees have 25 days of paid leave."]
            }
            let (_, answer) = try await ask(Self.question, in: library, engine: engine)
            let trace = answer.trace
            let tokens = try engine.tokenCount(of: trace.prompt)
            #expect(trace.promptTokens == tokens)
            #expect(trace.promptTokens <= trace.promptBudget)
            #expect(trace.promptBudget + (engine.requests.first?.maximumTokens ?? 0) == contextLength)
            let prompt = trace.prompt.last?.content ?? ""
            let kept = answer.snippets.filter { !trace.cutSnippets.contains($0.number) }
            #expect(kept.map(\.number) == Array(1..<kept.count + 1), "the best stay")
            for snippet in answer.snippets {
                #expect(prompt.contains("[\(snippet.number)] ") != trace.cutSnippets.contains(snippet.number))
            }
            if let first = answer.snippets.first(where: { $0.number == trace.cutSnippets.first }), !kept.isEmpty {
                let longer = trace.promptTokens + first.text.split(separator: " ").count + 1
                #expect(longer > trace.promptBudget, "a snippet that would have fitted was cut")
            }
        }
    }

    @Test("A first passage that is too long by itself is shortened at a sentence end")
    func shortened() async throws {
        let sentences = (1...60).map { "Employees of house \($0) have 25 days of paid leave." }
        try await withLibrary([SampleFile("a.txt", sentences.joined(separator: " "))]) { library in
            let engine = ScriptedEngine(.large, contextLength: 500) { _ in ["Employees have 25 days of paid leave."] }
            let (_, answer) = try await ask(Self.question, in: library, engine: engine)
            let prompt = try #require(answer.trace.prompt.last?.content)
            #expect(answer.trace.cutSnippets.isEmpty)
            #expect(answer.trace.promptTokens <= answer.trace.promptBudget)
            #expect(answer.trace.promptTokens > answer.trace.promptBudget - 10)
            #expect(prompt.contains("[1] \(sentences[0]) \(sentences[1])"))
            #expect(!prompt.contains("house 60"))
            #expect(prompt.contains("paid leave.\n\nQuestion:"))
        }
    }

    @Test("Settings come from the question, then the profile, then the product")
    func settings() async throws {
        try await withLibrary { library in
            let engine = ScriptedEngine(.small, says: "")
            var profile = Profile(name: "p")
            profile.settings.temperature = 0.5
            profile.settings.topK = 7
            profile.settings.topP = 0.5
            profile.settings.minP = 0.25
            profile.settings.repetitionPenalty = 1.5
            profile.settings.seed = 11
            profile.settings.maximumAnswerTokens = 33
            profile.settings.snippetCount = 1
            var options = AskOptions()
            let fromProfile = try await ask(Self.question, in: library, engine: engine, profile: profile).answer
            options.temperature = 1.25
            options.seed = 12
            options.snippetCount = 2
            let fromOptions = try await ask(
                Self.question, in: library, engine: engine, profile: profile, options: options
            ).answer

            var expected = SamplingSettings()
            expected.temperature = 0.5
            expected.topK = 7
            expected.topP = 0.5
            expected.minP = 0.25
            expected.repetitionPenalty = 1.5
            expected.seed = 11
            #expect(engine.requests.map(\.maximumTokens) == [33, 33])
            #expect(engine.requests[0].sampling == expected)
            expected.temperature = 1.25
            expected.seed = 12
            #expect(engine.requests[1].sampling == expected)
            #expect(fromProfile.snippets.count == 1)
            #expect(fromOptions.snippets.count == 2)
        }
    }

    @Test("Cancelling ends the engine quickly", .timeLimit(.minutes(1)), arguments: [EngineSizeClass.small, .large])
    func cancellation(size: EngineSizeClass) async throws {
        try await withLibrary { library in
            let engine = ScriptedEngine(size, pause: .milliseconds(5)) { _ in Array(repeating: "word ", count: 100_000)
            }
            let task = Task { try await ask(Self.question, in: library, engine: engine) }
            while engine.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            let start = ContinuousClock.now
            task.cancel()
            _ = await task.result
            while !engine.wasStopped { try await Task.sleep(for: .milliseconds(2)) }
            #expect(ContinuousClock.now - start < .seconds(3))
        }
    }

    @Test("A profile that is gone is an error of the library")
    func unknownProfile() async throws {
        try await withLibrary { library in
            await #expect {
                _ = try await ask(
                    Self.question, in: library, engine: ScriptedEngine(.small, says: ""), profile: Profile(name: "gone")
                )
            } throws: { ($0 as? LibraryError)?.code == .profileNotFound }
        }
    }
}
