import Assistants
import Documents
import Foundation
import Inference
import Library
import Retrieval
import TestSupport
import Testing

/// Answers of a large engine: its own words, each sentence checked.
struct LargeEngineTests {
    private static let question =
        "How many days of paid leave do employees have, and when does the cafeteria serve lunch?"

    @Test("A right citation is kept")
    func rightCitation() async throws {
        let answer = try await answer { request in
            ["Employees have 25 days of paid leave [\(request.number(of: "25 days"))]."]
        }
        let number = try #require(answer.snippets.first { $0.text.contains("25 days") }?.number)
        #expect(answer.text == "Employees have 25 days of paid leave. [\(number)]")
        let citation = try #require(answer.citations.first)
        #expect(citation.supported)
        #expect(citation.number == number)
        #expect(citation.document == "leave.txt")
        #expect(citation.quote == "Employees have 25 days of paid leave each year.")
        #expect(citation.sentence == "Employees have 25 days of paid leave.")
        #expect(answer.trace.engineVerdict == "1 of 1 statements are supported by the snippets")
        #expect(answer.engine == "scripted")
    }

    @Test(
        "A wrong number, or none, or one that does not exist, becomes the right one",
        arguments: [
            "[1]", "[2]", "[3]", "[9]", "[0]", "", "[1][2][3]", "[1, 2]", "[99999999999999999999]", "[x]",
        ])
    func wrongNumber(mark: String) async throws {
        let answer = try await answer { _ in
            ["The cafeteria serves lunch from noon \(mark). Employees have 25 days \(mark)"]
        }
        let lunch = try #require(answer.snippets.first { $0.document == "lunch.txt" }?.number)
        let leave = try #require(answer.snippets.first { $0.document == "leave.txt" }?.number)
        #expect(answer.citations.map(\.number) == [lunch, leave])
        #expect(answer.citations.allSatisfy { $0.supported })
        #expect(answer.text.contains("noon") && answer.text.hasSuffix("[\(leave)]"))
        expectQuotesToStand(in: answer)
    }

    @Test(
        "What no snippet supports is marked",
        arguments: [
            "Employees have 30 days of paid leave [1].", "Employees have no days of paid leave [1].",
            "Employees in Madrid have 25 days of paid leave.", "The moon is made of cheese [2].", "Madrid.",
            "Madrid [1]",
            "Employees have three days of paid leave each year.", "Lunch is served from noon by Gordon.",
        ])
    func unsupported(statement: String) async throws {
        let answer = try await answer { _ in [statement] }
        #expect(answer.text.hasSuffix(" [?]"))
        #expect(!answer.text.contains("[1]") && !answer.text.contains("[2]"))
        let citation = try #require(answer.citations.first)
        #expect(answer.citations.count == 1)
        #expect(!citation.supported)
        #expect(citation.number == nil)
        #expect(citation.quote.isEmpty)
    }

    @Test(
        "An engine that finds no answer gives a refusal, and nothing that it said",
        arguments: ["NO ANSWER", "NO ANSWER.", " NO ANSWER\n", "NO ANSWER. The moon is made of cheese.", "", " \n"])
    func noAnswer(spoken: String) async throws {
        try await withLibrary { library in
            let engine = ScriptedEngine(.large) { _ in spoken.map(String.init) }
            let (pieces, answer) = try await ask(Self.question, in: library, engine: engine)
            #expect(answer.refused)
            #expect(pieces == ["The documents do not answer this."])
            #expect(answer.text == "The documents do not answer this.")
            #expect(answer.citations.isEmpty)
            #expect(engine.requests.count == 1)
            #expect(answer.trace.engineText == spoken)
        }
    }

    @Test("Sentences come one by one, checked, while the engine goes on")
    func streaming() async throws {
        try await withLibrary { library in
            let text =
                "Employees have 25 days of paid leave [1]. The cafeteria serves lunch from noon [1].\n\nMadrid [1]."
            let engine = ScriptedEngine(.large) { _ in text.map(String.init) }
            let (pieces, answer) = try await ask(Self.question, in: library, engine: engine)
            #expect(pieces.count == 3)
            #expect(pieces.joined() == answer.text)
            #expect(pieces[0].hasPrefix("Employees have 25 days of paid leave. ["))
            #expect(pieces[1].hasSuffix("]\n\n"))
            #expect(pieces[2] == "Madrid. [?]")

            let whole = ScriptedEngine(.large, says: text)
            let (_, other) = try await ask(Self.question, in: library, engine: whole)
            #expect(other.text == answer.text)
            #expect(other.citations == answer.citations)
        }
    }

    private static let mixed =
        "Madrid is closed. Employees have 25 days of paid leave [1]. Lunch costs 99 euros.\n\nThe cafeteria serves lunch from noon."

    @Test("Strictly, what no snippet supports is left out and told apart")
    func strict() async throws {
        try await withLibrary { library in
            var options = AskOptions()
            options.unsupported = .removed
            let engine = ScriptedEngine(.large) { _ in Self.mixed.map(String.init) }
            let (pieces, answer) = try await ask(Self.question, in: library, engine: engine, options: options)
            let numbers = answer.citations.map { $0.number ?? 0 }
            #expect(
                answer.text
                    == "Employees have 25 days of paid leave. [\(numbers[0])]\n\nThe cafeteria serves lunch from noon. [\(numbers[1])]"
            )
            #expect(pieces.joined() == answer.text)
            #expect(answer.citations.allSatisfy { $0.supported })
            #expect(answer.removed == ["Madrid is closed.", "Lunch costs 99 euros."])
            #expect(answer.settings.unsupported == .removed)
            #expect(answer.trace.engineVerdict == "2 of 4 statements are supported by the snippets")
        }
    }

    @Test("Strictly, an answer of which nothing is left is a refusal")
    func nothingLeft() async throws {
        try await withLibrary { library in
            var options = AskOptions()
            options.unsupported = .removed
            let engine = ScriptedEngine(.large, says: "Madrid is closed. See [2].")
            let (pieces, answer) = try await ask(Self.question, in: library, engine: engine, options: options)
            #expect(answer.refused)
            #expect(pieces == ["The documents do not answer this."])
            #expect(answer.citations.isEmpty)
            #expect(answer.removed == ["Madrid is closed."])
        }
    }

    @Test("Freely, all stays as it is, and is told apart in the citations alone")
    func free() async throws {
        try await withLibrary { library in
            var options = AskOptions()
            options.unsupported = .kept
            let (_, answer) = try await ask(
                Self.question, in: library, engine: ScriptedEngine(.large, says: Self.mixed), options: options)
            #expect(answer.text.hasPrefix("Madrid is closed. Employees have 25 days of paid leave. ["))
            #expect(!answer.text.contains("[?]"))
            #expect(answer.citations.map(\.supported) == [false, true, false, true])
            #expect(answer.removed.isEmpty)
        }
    }

    @Test("An engine that fails midway passes its error on", arguments: [EngineSizeClass.small, .large])
    func failure(size: EngineSizeClass) async throws {
        try await withLibrary { library in
            let failure = InferenceError(.brokenOff, "the server went away")
            let engine = ScriptedEngine(size, failure: failure) { _ in ["Employees have 25 days [1]. The ", "cafe"] }
            await #expect(throws: failure) {
                _ = try await ask(SmallEngineTests.question, in: library, engine: engine)
            }
        }
    }

    @Test("Passages, rules and instructions are in the prompt, the question comes last")
    func prompt() async throws {
        try await withLibrary { library in
            let engine = ScriptedEngine(.large, says: "Employees have 25 days of paid leave.")
            let profile = Profile(name: "p", instructions: "You speak for Larkfield.")
            let (_, answer) = try await ask(Self.question, in: library, engine: engine, profile: profile)
            let messages = try #require(engine.requests.first?.messages)
            #expect(messages == answer.trace.prompt)
            #expect(messages.map(\.role) == [.system, .user])
            #expect(messages[0].content.hasPrefix("You speak for Larkfield.\n\n"))
            #expect(messages[1].content.hasSuffix("Question: \(Self.question)"))
            for snippet in answer.snippets {
                #expect(messages[1].content.contains("[\(snippet.number)] \(snippet.text)"))
            }
        }
    }

    private func answer(_ reply: @escaping @Sendable (GenerationRequest) -> [String]) async throws -> Answer {
        var result: Answer?
        try await withLibrary { library in
            let (pieces, answer) = try await ask(
                Self.question, in: library, engine: ScriptedEngine(.large, reply: reply))
            #expect(pieces.joined() == answer.text)
            #expect(!answer.refused)
            result = answer
        }
        return try #require(result)
    }
}
