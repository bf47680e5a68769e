import Foundation
import Inference
import TestSupport
import Testing

/// Answers that are held to a constraint.
@Suite(.serialized)
struct ConstrainedAnswerTests {
    private static let shared = Task { try await NativeEngine.open(TestModels.smolLM2(), name: "SmolLM2") }

    private let engine: NativeEngine

    init() async throws { engine = try await Self.shared.value }

    private func answer(
        _ question: String, _ constraint: GenerationConstraint, seed: UInt64? = nil, tokens: Int = 64
    ) async throws -> WholeAnswer {
        var request = GenerationRequest.asking(question, tokens: tokens)
        request.constraint = constraint
        if let seed {
            request.sampling.temperature = 2
            request.sampling.topK = 0
            request.sampling.topP = 1
            request.sampling.minP = 0
            request.sampling.seed = seed
        }
        return try await engine.answer(request)
    }

    @Test("An answer matches the expression however freely words are chosen, and ends where it is complete")
    func regularExpression() async throws {
        let dates = GenerationConstraint.regularExpression("(19|20)\\d\\d-(0[1-9]|1[0-2])-[0-2][1-9]")
        for seed in UInt64(1)...12 {
            let answer = try await answer("When was the bridge built?", dates, seed: seed)
            #expect(answer.text.wholeMatch(of: /(19|20)\d\d-(0[1-9]|1[0-2])-[0-2][1-9]/) != nil, "\(answer.text)")
            #expect(answer.summary?.reason == .endOfText)
        }
        // One token says all, and no other is asked for.
        let word = try await answer("Is water wet?", .regularExpression("Yes|No"))
        #expect(["Yes", "No"].contains(word.text))
        #expect(word.summary?.answerTokens == 1)
    }

    @Test("An answer that keeps to the constraint by itself stays the same")
    func agreement() async throws {
        let free = try await engine.answer(.hexaphone())
        #expect(free.text == "The Hexaphone was restored in 1987 by Piet van Dongen.")
        var request = GenerationRequest.hexaphone()
        request.constraint = .regularExpression("The Hexaphone was [a-z ]+ [0-9]{4} by ([A-Za-z]+ ?)+\\.")
        #expect(try await engine.answer(request).text == free.text)
    }

    @Test("An answer is JSON as the schema describes it")
    func jsonSchema() async throws {
        struct Town: Decodable {
            let name: String
            let inhabitants: Int
            let coast: Bool
        }
        let schema = #"""
            {"type": "object", "properties": {"name": {"type": "string", "maxLength": 12},
             "inhabitants": {"type": "integer"}, "coast": {"type": "boolean"}}, "required": ["name", "inhabitants", "coast"]}
            """#
        for seed in [nil, 1, 2, 3] as [UInt64?] {
            let answer = try await answer("Describe a town.", .jsonSchema(schema), seed: seed)
            let town = try JSONDecoder().decode(Town.self, from: Data(answer.text.utf8))
            #expect(town.name.unicodeScalars.count <= 12)
            #expect(answer.summary?.reason == .endOfText)
        }
    }

    @Test("An answer quotes a text word for word")
    func spans() async throws {
        let text = "The lease ends on 31 October 2031. The rent is £1,180 a month, paid on the third working day."
        for seed in [nil, 1, 2, 3, 4] as [UInt64?] {
            let answer = try await answer("When does the lease end?", .spans(of: [text]), seed: seed)
            #expect(!answer.text.isEmpty)
            #expect(text.contains(answer.text), "\(answer.text)")
        }
    }

    @Test("A constraint that was used before gives the same answer, and none afterwards is held to it")
    func repeated() async throws {
        let digits = GenerationConstraint.regularExpression("[0-9]{6}")
        let first = try await answer("Name a number.", digits)
        let free = try await engine.answer(.asking("Say hello.", tokens: 8))
        #expect(try await answer("Name a number.", digits).text == first.text)
        #expect(try await answer("Name a number.", .regularExpression("[a-z]{4}")).text.allSatisfy(\.isLetter))
        #expect(try await engine.answer(.asking("Say hello.", tokens: 8)).text == free.text)
    }

    @Test("The limit may cut an answer off, and says so")
    func limit() async throws {
        let answer = try await answer("Count.", .regularExpression("[0-9]{40}"), tokens: 4)
        #expect(answer.summary?.reason == .tokenLimit && answer.summary?.answerTokens == 4)
        #expect(!answer.text.isEmpty && answer.text.allSatisfy(\.isNumber))
    }

    @Test(
        "A constraint that cannot be met is an error that says why",
        arguments: [
            (GenerationConstraint.regularExpression("(a"), "a group without"),
            (.regularExpression("a(?=b)"), "look-ahead"), (.regularExpression("(a{999}){999}"), "states"),
            (.jsonSchema("{"), "JSON"), (.jsonSchema(#"{"not": {}}"#), "“not”"),
            (.spans(of: [" ", ""]), "no text fulfils"),
        ])
    func refused(constraint: GenerationConstraint, reason: String) async throws {
        var request = GenerationRequest.asking("Hi")
        request.constraint = constraint
        let error = try #require(await engine.failure(request))
        #expect(error.code == .invalidRequest)
        #expect(error.message.hasPrefix("the answer cannot be held to this constraint: "))
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test("A vocabulary that cannot spell what is asked for is an error, not another answer")
    func missingLetters() async throws {
        let small = try await NativeEngine.open(TestModels.decoder("mistral"), name: "random")
        var request = GenerationRequest.asking("ABC", tokens: 20)
        request.constraint = .regularExpression("ABé")
        request.sampling.temperature = 1
        let error = try #require(await small.failure(request))
        #expect(error.code == .unsupportedRequest)
        request.constraint = .regularExpression("[A-C]{3}7")
        for seed in UInt64(0)..<20 {
            request.sampling.seed = seed
            let text = try await small.answer(request).text
            #expect(text.wholeMatch(of: /[A-C]{3}7/) != nil, "\(text)")
        }
    }
}
