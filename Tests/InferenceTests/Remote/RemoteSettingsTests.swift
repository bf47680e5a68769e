import Foundation
import Inference
import Testing

/// What the user says about servers, and what answers cost.
struct RemoteSettingsTests {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bespoke-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    @Test("Settings are kept by engine, in whatever way it was written, and taken out again")
    func kept() async throws {
        try await withFolder { folder in
            let file = RemoteSettingsFile(in: folder)
            #expect(try file.all().isEmpty)
            var settings = RemoteSettings()
            settings.window = 4096
            settings.prices = TokenPrices(prompt: 1, answer: 5)
            try file.set(settings, of: EngineSpecification("openai:http://localhost:1#m"))
            #expect(try file.settings(of: EngineSpecification("openai:http://localhost:1/v1/#m")) == settings)
            #expect(try file.settings(of: EngineSpecification("anthropic:m")) == RemoteSettings())
            try file.set(RemoteSettings(), of: EngineSpecification("openai:http://localhost:1#m"))
            #expect(try file.all().isEmpty)
        }
    }

    @Test("They reach the engine, and the description of it")
    func used() async throws {
        try await withFolder { folder in
            let file = RemoteSettingsFile(in: folder)
            let port = try ScriptedServer.freePort()
            let engine = try EngineSpecification("anthropic:http://127.0.0.1:\(port)#m")
            var settings = RemoteSettings()
            settings.window = 4096
            settings.timeout = 7
            settings.prices = TokenPrices(prompt: 1, answer: 5, currency: "EUR")
            try file.set(settings, of: engine)
            let factory = EngineFactory(
                store: ModelStore(folder: folder.appending(path: "models")),
                environment: ["ANTHROPIC_API_KEY": "sk-ant-secret"], settings: file)
            let made = try await factory.engine(for: engine.description)
            #expect(made.contextLength == 4096)
            #expect(made.prices?.currency == "EUR")
            let known = try #require(try await factory.remoteDescription(of: engine))
            #expect(known.window.source == .setting)
            #expect(known.limits[1] == 7)
            #expect(known.keySource == "ANTHROPIC_API_KEY")
            #expect(try await factory.remoteDescription(of: .native("x")) == nil)
        }
    }

    @Test("Anthropic's own server is asked unless ANTHROPIC_BASE_URL or the engine names another")
    func addresses() async throws {
        let store = ModelStore(folder: FileManager.default.temporaryDirectory.appending(path: "none"))
        func address(_ engine: String, _ environment: [String: String]) async throws -> String? {
            try await EngineFactory(store: store, environment: environment).remoteDescription(
                of: EngineSpecification(engine), asksServer: false)?.address
        }
        let other = ["ANTHROPIC_BASE_URL": "https://gateway.example.com/anthropic/"]
        #expect(try await address("anthropic:m", [:]) == "https://api.anthropic.com/v1")
        #expect(try await address("anthropic:m", other) == "https://gateway.example.com/anthropic")
        #expect(try await address("anthropic:http://h#m", other) == "http://h/v1")
        await #expect(throws: InferenceError.self) {
            try await address("anthropic:m", ["ANTHROPIC_BASE_URL": "ftp://x"])
        }
    }

    @Test(
        "A file that is not what it should be is an error that says so",
        arguments: [
            "garbage", "[]", #"{"anthropic:m": {"windw": 1}}"#, #"{"anthropic:m": {"window": "big"}}"#,
            #"{"anthropic:m": {"window": 1}}"#, #"{"anthropic:m": {"prices": {"prompt": 1}}}"#,
            #"{"anthropic:m": {"prices": {"prompt": -1, "answer": 1, "currency": "USD"}}}"#,
            #"{"anthropic:m": {"prices": {"prompt": 1, "answer": 1, "currency": "USD", "tax": 1}}}"#,
            #"{"anthropic:m": {"timeout": 0}}"#,
        ])
    func damaged(text: String) async throws {
        try await withFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: "engines.json"))
            let error = #expect(throws: InferenceError.self) { try RemoteSettingsFile(in: folder).all() }
            #expect(error?.code == .invalidEngine)
            #expect(error?.message.contains("correct it, or delete it") == true)
        }
    }

    @Test("A cost is that of each kind of token, and unknown where a price or a count is")
    func costs() {
        var summary = GenerationSummary(
            reason: .endOfText, promptTokens: 1000, answerTokens: 200, cacheReadTokens: 600, cacheWriteTokens: 100)
        let prices = TokenPrices(prompt: 3, answer: 15, cacheRead: 0.3, cacheWrite: 3.75)
        // (300·3 + 600·0.3 + 100·3.75 + 200·15) / 10⁶
        #expect(abs((prices.cost(of: summary)?.amount ?? 0) - 0.004455) < 1e-12)
        #expect(TokenPrices(prompt: 3, answer: 15).cost(of: summary) == nil)
        summary.isEstimated = true
        #expect(prices.cost(of: summary) == nil)
        let plain = GenerationSummary(reason: .endOfText, promptTokens: 10, answerTokens: 1)
        #expect(TokenPrices(prompt: 0, answer: 0).cost(of: plain) == TokenCost(amount: 0, currency: "USD"))
    }
}
