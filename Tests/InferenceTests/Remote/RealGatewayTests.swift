import Foundation
import Inference
import TestSupport
import Testing

/// The Messages API of a real server, LiteLLM's proxy, in front of a real model; and a real HTTP proxy before a server. One
/// test each, as starting takes seconds.
struct RealGatewayTests {
    private func engine(_ gateway: RealServer, model: String = "SmolLM2-135M-Instruct", key: String) throws
        -> AnthropicEngine
    {
        var server = RemoteServer(
            .anthropic, address: try gateway.address(), model: model,
            key: try ServerKey(for: .anthropic, environment: ["ANTHROPIC_API_KEY": key]))
        server.limits.firstDelay = .milliseconds(50)
        return AnthropicEngine(server)
    }

    @Test("A real server of the Messages API streams, counts, stops, refuses and is missed when it is gone")
    func gateway() async throws {
        let model = try await RealServer()
        defer { model.stop() }
        let gateway = try await RealServer.gateway(to: model)
        defer { gateway.stop() }
        let engine = try engine(gateway, key: RealServer.gatewayKey)

        var request = GenerationRequest.asking("Count from one to twenty in words.", tokens: 24)
        request.messages.insert(ChatMessage(.system, "You count."), at: 0)
        let answer = try await engine.answer(request)
        #expect(answer.pieces.count > 5)
        #expect((1...24).contains(answer.summary?.answerTokens ?? 0))
        #expect((answer.summary?.promptTokens ?? 0) > 5)
        #expect(answer.summary?.isEstimated == false)
        // The same model, asked in the other form of API.
        let direct = try await model.engine().answer(request)
        #expect(direct.text == answer.text)
        #expect(direct.summary?.reason == answer.summary?.reason)

        try #require(answer.text.count > 20)
        let stop = String(answer.text.dropFirst(12).prefix(4))
        var stopped = request
        stopped.stop = [stop]
        let short = try await engine.answer(stopped)
        #expect(!short.text.contains(stop))
        #expect(answer.text.hasPrefix(short.text))

        let unknown = try #require(
            await self.engine(gateway, model: "nobody", key: RealServer.gatewayKey).failure(request))
        #expect([.refused, .unknownModel].contains(unknown.code))
        #expect(unknown.message.contains("nobody"), "\(unknown.message)")
        #expect(!unknown.message.contains("Count from"))

        let wrong = "sk-test-wrong-9876543210"
        let keyless = try #require(await self.engine(gateway, key: wrong).failure(request))
        #expect(!keyless.message.contains(wrong))
        #expect([.unauthorized, .refused].contains(keyless.code), "\(keyless.message)")

        gateway.stop()
        #expect(await engine.failure(request)?.code == .unreachable)
    }

    /// A spelling of this machine's address that is not taken for it, as this machine is reached without a proxy.
    private static let disguised = "2130706433"

    @Test("A real proxy is gone through, and named when it is the one that is missing")
    func proxy() async throws {
        let model = try await RealServer()
        defer { model.stop() }
        let proxy = try await RealServer.proxy()
        defer { proxy.stop() }
        var server = RemoteServer(
            address: try model.address(host: Self.disguised), model: "SmolLM2-135M-Instruct",
            key: try ServerKey(environment: [:]))
        server.limits.attempts = 1
        server.proxy = try ServerProxy(
            for: server.address, environment: ["HTTP_PROXY": "http://127.0.0.1:\(proxy.port)"])
        let request = GenerationRequest.asking("Say yes.", tokens: 4)
        #expect(try await OpenAIEngine(server).answer(request).summary != nil)

        proxy.stop()
        let error = try #require(await OpenAIEngine(server).failure(request))
        #expect(error.code == .unreachable)
        #expect(error.message.contains("through the proxy 127.0.0.1:\(proxy.port) of HTTP_PROXY"), "\(error.message)")
    }
}
