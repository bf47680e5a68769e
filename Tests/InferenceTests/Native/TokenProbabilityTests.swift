import Foundation
import Inference
import TestSupport
import Testing

/// Log-probabilities of what the native engine writes, and biases of what it may write.
@Suite(.serialized)
struct TokenProbabilityTests {
    private static let shared = Task { try await NativeEngine.open(TestModels.smolLM2(), name: "SmolLM2") }

    private let engine: NativeEngine

    init() async throws { engine = try await Self.shared.value }

    private func answer(
        top: Int? = nil, bias: [SamplingSettings.Token: Double] = [:], tokens: Int = 48
    ) async throws -> WholeAnswer {
        var request = GenerationRequest.hexaphone(tokens: tokens)
        request.topLogProbabilities = top
        request.sampling.logitBias = bias
        return try await engine.answer(request)
    }

    @Test("Each token is reported with its log-probability and the likeliest at its place")
    func tokens() async throws {
        let answer = try await answer(top: 3)
        #expect(answer.text == "The Hexaphone was restored in 1987 by Piet van Dongen.")
        #expect(String(decoding: answer.tokens.flatMap(\.token.bytes), as: UTF8.self) == answer.text)
        for token in answer.tokens {
            #expect(token.likeliest.count == 3)
            // A greedy answer takes the likeliest.
            #expect(token.token == token.likeliest[0])
            #expect(token.token.logProbability <= 0)
            let values = token.likeliest.map(\.logProbability)
            #expect(values == values.sorted(by: >))
            #expect(values.reduce(0) { $0 + exp($1) } <= 1.0001)
        }
        let sum = answer.tokens.reduce(0) { $0 + $1.token.logProbability }
        let mean = try await engine.logLikelihoods(
            of: [answer.text], after: GenerationRequest.hexaphone().messages)[0]
        #expect(abs(sum / Double(answer.tokens.count) - mean) < 1e-4)
    }

    @Test("Tokens are reported where that is asked for, and the likeliest as many as are")
    func counts() async throws {
        #expect(try await answer().tokens.isEmpty)
        let none = try await answer(top: 0)
        #expect(none.tokens.count == 18)
        #expect(none.tokens.allSatisfy { $0.likeliest.isEmpty })
        #expect(try await answer(top: 100_000, tokens: 1).tokens[0].likeliest.count == 49_152)
        var request = GenerationRequest.asking("Hi")
        request.topLogProbabilities = -1
        #expect(await engine.failure(request)?.code == .invalidRequest)
    }

    @Test("A stop string ends the text, and the tokens up to it are reported")
    func stopped() async throws {
        var request = GenerationRequest.hexaphone()
        request.stop = [" was"]
        request.topLogProbabilities = 1
        let answer = try await engine.answer(request)
        #expect(answer.text == "The Hexaphone")
        #expect(
            answer.tokens.map { String(decoding: $0.token.bytes, as: UTF8.self) } == [
                "The", " Hex", "aph", "one", " was",
            ])
    }

    @Test("A bias makes tokens likelier, or rules them out, and log-probabilities stay the model's own")
    func bias() async throws {
        let first = try await answer(top: 1, tokens: 1).tokens[0].token
        let without = try await answer(top: 2, bias: [.text("The"): -.infinity])
        #expect(!without.text.hasPrefix("The"))
        #expect(without.tokens[0].likeliest[0] == first)
        let byNumber = try await answer(bias: [.id(try #require(first.id)): -.infinity])
        #expect(byNumber.text == without.text)
        let forced = try await answer(bias: [.text(" Paris"): 1000], tokens: 3)
        #expect(forced.text == " Paris Paris Paris")
        // A number goes before a text.
        let both = try await answer(bias: [.text("The"): -.infinity, .id(try #require(first.id)): 0])
        #expect(both.text == "The Hexaphone was restored in 1987 by Piet van Dongen.")
        let ended = try await answer(bias: [.text("<|im_end|>"): 1000])
        #expect(ended.text.isEmpty && ended.summary?.reason == .endOfText)
    }

    @Test("What is no token cannot be biased, and the error says how it is written")
    func noToken() async throws {
        for (bias, code, message) in [
            ([.text("Paris in spring"): 1], .unsupportedRequest, "“Paris in spring” is no single token of"),
            ([.text("Paris in spring"): 1], .unsupportedRequest, "it is written as “Par"),
            ([.text(""): 1], .unsupportedRequest, "“” is no single token"),
            ([.id(49_152): 1], .unsupportedRequest, "there is no token 49152; those of"),
            ([.id(-1): 1], .unsupportedRequest, "there is no token -1"),
            ([.id(3): .nan], .invalidRequest, "the logit bias of token 3 is nan"),
            ([.text("a"): .infinity], .invalidRequest, "the logit bias of “a” is inf"),
        ] as [([SamplingSettings.Token: Double], InferenceError.Code, String)] {
            var request = GenerationRequest.asking("Hi")
            request.sampling.logitBias = bias
            let error = try #require(await engine.failure(request))
            #expect(error.code == code)
            #expect(error.message.contains(message), "\(error.message)")
        }
    }
}
