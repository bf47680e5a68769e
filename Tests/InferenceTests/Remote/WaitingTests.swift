import Foundation
import Inference
import Synchronization
import Testing

/// Waits for servers that are busy.
struct WaitingTests {
    @Test("Each wait is told with its reason, its length and the attempt, and without key and question")
    func told() async throws {
        let server = try ScriptedServer { _, number, connection in
            if number == 0 { return connection.respond(429, "{}", headers: ["Retry-After: 0.2"]) }
            if number == 1 { return connection.respond(503, "{}") }
            if number == 2 { return }
            connection.beginEvents()
            connection.sendPiece("well", finish: "stop")
        }
        let told = Mutex<[String]>([])
        var described = try OpenAIEngineTests.server(server, key: "sk-secret-0123456789")
        described.onWait = { sentence in told.withLock { $0.append(sentence) } }
        let question = "What is the salary of Ms Larkfield?"
        #expect(try await OpenAIEngine(described).answer(.asking(question)).text == "well")
        let sentences = told.withLock { $0 }
        #expect(sentences.count == 3)
        #expect(
            sentences[0].hasSuffix("takes no more requests now (status 429); asking again in 0.2 s (attempt 2 of 4)"))
        #expect(sentences[1].contains("failed (status 503); asking again in 0.0 s (attempt 3 of 4)"))
        #expect(sentences[2].contains("cannot be reached"))
        #expect(!sentences.joined().contains("secret") && !sentences.joined().contains("Larkfield"))
    }

    @Test("A wait is cancelled within a moment")
    func cancelled() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.respond(529, "{}", headers: ["Retry-After: 30"])
        }
        let engine = AnthropicEngine(try AnthropicEngineTests.server(server))
        let start = ContinuousClock.now
        let task = Task { try await engine.answer(.asking("Hi")) }
        try await eventually { !server.requests.isEmpty }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        _ = await task.result
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(server.requests.count == 1)
    }

    @Test("A wait that is too long is not begun, and one without a wish grows and is bounded")
    func bounded() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.respond(429, "{}", headers: ["Retry-After: 61"])
        }
        let engine = OpenAIEngine(try OpenAIEngineTests.server(server))
        #expect(await engine.failure(.asking("Hi"))?.code == .rateLimited)
        #expect(server.requests.count == 1)
    }
}
