import Foundation
import Inference
import TestSupport
import Testing

/// The engine against a real server. One test starts it and asks it everything, as starting takes seconds.
struct RealServerTests {
    @Test(
        "A real server holds its answer to a schema, takes biases, and gives the log-probabilities of the native engine"
    )
    func constrained() async throws {
        let server = try await RealServer()
        defer { server.stop() }
        let engine = try server.engine()
        let native = try await NativeEngine.open(TestModels.smolLM2(), name: "SmolLM2")

        var described = GenerationRequest.asking("Describe a town.", tokens: 64)
        described.constraint = .jsonSchema(
            #"{"type": "object", "properties": {"coast": {"type": "boolean"}, "age": {"enum": [1, 2]}}, "required": ["coast", "age"]}"#
        )
        let town = try await engine.answer(described)
        #expect(
            town.text.filter { !$0.isWhitespace }.wholeMatch(of: /\{"coast":(true|false),"age":[12]\}/) != nil,
            "\(town.text)")

        var request = GenerationRequest.hexaphone()
        request.topLogProbabilities = 3
        let (theirs, ours) = (try await engine.answer(request), try await native.answer(request))
        #expect(theirs.text == ours.text)
        #expect(theirs.tokens.map(\.token.bytes) == ours.tokens.map(\.token.bytes))
        for (their, our) in zip(theirs.tokens, ours.tokens) {
            #expect(abs(their.token.logProbability - our.token.logProbability) < 0.25)
            #expect(their.likeliest.count == 3)
            #expect(their.likeliest[0].bytes == our.likeliest[0].bytes)
        }

        request.topLogProbabilities = nil
        let first = try #require(ours.tokens.first?.token.id)
        request.sampling.logitBias = [.id(first): -.infinity]
        #expect(try await engine.answer(request).text.hasPrefix("The") == false)
    }

    @Test("A real server streams, stops, refuses, is cancelled, and is missed when it is gone")
    func realServer() async throws {
        let server = try await RealServer()
        defer { server.stop() }
        let engine = try server.engine()

        let request = GenerationRequest.asking("Count from one to twenty in words.", tokens: 24)
        let answer = try await engine.answer(request)
        #expect(answer.pieces.count > 5)
        #expect(answer.summary?.reason == .tokenLimit)
        #expect(try await engine.answer(request).text == answer.text)

        // From the middle of what it says without a stop string.
        try #require(answer.text.count > 20)
        let stop = String(answer.text.dropFirst(12).prefix(4))
        var stopped = request
        stopped.stop = [stop]
        let short = try await engine.answer(stopped)
        #expect(!short.text.contains(stop))
        #expect(answer.text.hasPrefix(short.text))
        #expect(short.summary?.reason == .endOfText)
        // More than the server takes.
        stopped.stop = ["\u{1}", "\u{2}", "\u{3}", "\u{4}", "\u{5}", stop]
        let cut = try await engine.answer(stopped)
        #expect(cut.text == short.text && cut.summary?.reason == .stopString)

        // This server answers for any name with the one model that it has.
        let named = try await server.engine(model: "no-such-model").answer(request)
        #expect(!named.text.isEmpty)

        var refused = request
        refused.sampling.temperature = 1
        refused.sampling.topP = 5
        let refusal = try #require(await engine.failure(refused))
        #expect(refusal.code == .refused)
        #expect(!refusal.message.contains("Count from"))

        let long = try #require(await engine.failure(.asking(String(repeating: "word ", count: 3000))))
        #expect([.promptTooLong, .brokenOff].contains(long.code))
        #expect(long.message.contains("--top-k"))

        let start = ContinuousClock.now
        let task = Task {
            for try await event in engine.generate(.asking("Write a very long story.", tokens: 1500)) {
                if case .text = event { return }
            }
        }
        try await task.value
        // The server has one slot: it can answer again only when it has dropped the story.
        let next = try await engine.answer(.asking("Say yes.", tokens: 4))
        #expect(next.summary != nil)
        #expect(ContinuousClock.now - start < .seconds(20))

        server.stop()
        #expect(await engine.failure(request)?.code == .unreachable)
    }
}
