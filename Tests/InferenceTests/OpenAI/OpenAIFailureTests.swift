import Foundation
import Inference
import Testing

/// The engine against servers that do badly.
struct OpenAIFailureTests {
    private static let question = "What is the fully confidential salary of Ms Larkfield this year?"

    private static func failure(
        key: String? = nil, _ change: (inout RemoteLimits) -> Void = { _ in },
        _ handler: @escaping @Sendable (ScriptedServer.Request, Int, Connection) -> Void
    ) async throws -> (error: InferenceError, requests: Int) {
        let server = try ScriptedServer(handler)
        var description = try OpenAIEngineTests.server(server, key: key)
        change(&description.limits)
        let error = try #require(await OpenAIEngine(description).failure(.asking(question)))
        #expect(!error.message.contains("Larkfield"))
        if let key { #expect(!error.message.contains(key)) }
        return (error, server.requests.count)
    }

    @Test("Nobody listens: unreachable, with the address and what to do")
    func unreachable() async throws {
        let port = try ScriptedServer.freePort()
        let address = try #require(URL(string: "http://127.0.0.1:\(port)/v1"))
        var server = RemoteServer(address: address, model: "m", key: try ServerKey(environment: [:]))
        server.limits.firstDelay = .milliseconds(5)
        let error = try #require(await OpenAIEngine(server).failure(.asking("Hi")))
        #expect(error.code == .unreachable)
        #expect(error.message.contains("http://127.0.0.1:\(port)/v1: connection refused. Is the server running there?"))
    }

    @Test("A name that nobody has is unreachable")
    func unknownHost() async throws {
        let address = try #require(URL(string: "http://bespoke.invalid/v1"))
        var server = RemoteServer(address: address, model: "m", key: try ServerKey(environment: [:]))
        server.limits.attempts = 1
        let error = try #require(await OpenAIEngine(server).failure(.asking("Hi")))
        #expect(error.code == .unreachable)
    }

    @Test("A refused key is named by its variable, never shown, also where the server repeats it")
    func unauthorized() async throws {
        let key = "sk-very-secret-0123456789"
        let (error, requests) = try await Self.failure(key: key) { _, _, connection in
            connection.respond(401, #"{"error":{"message":"Incorrect API key provided: sk-very-secret-0123456789"}}"#)
        }
        #expect(error.code == .unauthorized)
        #expect(error.message.contains("does not accept the key in BESPOKE_API_KEY"))
        #expect(requests == 1)
    }

    @Test("A wanted key that is missing: which variable to set")
    func keyMissing() async throws {
        let (error, _) = try await Self.failure { _, _, connection in connection.respond(401, "{}") }
        #expect(error.code == .keyMissing)
        #expect(error.message.contains("set BESPOKE_API_KEY or OPENAI_API_KEY"))
    }

    @Test(
        "Refusals are not repeated and say why",
        arguments: [
            (
                404, #"{"error":{"message":"model not found"}}"#, InferenceError.Code.unknownModel,
                "has no model “gemma”"
            ),
            (400, #"{"error":{"message":"bad thing"}}"#, .refused, "“bad thing”"),
            (400, #"{"error":"bad thing"}"#, .refused, "“bad thing”"),
            (
                400, #"{"error":{"message":"This model's maximum context length is 2048 tokens"}}"#, .promptTooLong,
                "2048"
            ),
            (500, #"{"error":{"message":"Requested tokens exceed context window of 2048"}}"#, .promptTooLong, "2048"),
            (418, "teapot", .refused, "status 418"),
            (302, "", .badResponse, "it redirects to http://elsewhere.invalid/; give the engine that address itself"),
        ])
    func refusals(status: Int, body: String, code: InferenceError.Code, part: String) async throws {
        let (error, requests) = try await Self.failure { _, _, connection in
            connection.respond(status, body, headers: ["Location: http://elsewhere.invalid/"])
        }
        #expect(error.code == code)
        #expect(error.message.contains(part), "\(error.message)")
        #expect(requests == 1)
    }

    @Test("A complaint that repeats the prompt is not quoted")
    func repeatedPrompt() async throws {
        let (error, _) = try await Self.failure { _, _, connection in
            connection.respond(422, #"{"detail":"invalid input: \#(Self.question)"}"#)
        }
        #expect(error.message.contains("(a message that repeats the prompt)"))
    }

    @Test("A server that is busy or failing is asked again, then reported", arguments: [429, 500, 502, 503])
    func givesUp(status: Int) async throws {
        let (error, requests) = try await Self.failure { _, _, connection in connection.respond(status, "{}") }
        #expect(error.code == (status == 429 ? .rateLimited : .refused))
        #expect(requests == 4)
    }

    @Test("A server that recovers gives its answer", arguments: [429, 503, 0])
    func recovers(status: Int) async throws {
        let server = try ScriptedServer { _, number, connection in
            if number < 2 {
                // No answer at all is a failure of the same kind.
                if status > 0 { connection.respond(status, "{}", headers: ["Retry-After: 0"]) }
                return
            }
            connection.beginEvents()
            connection.sendPiece("well", finish: "stop")
        }
        let answer = try await OpenAIEngine(try OpenAIEngineTests.server(server)).answer(.asking("Hi"))
        #expect(answer.text == "well")
        #expect(server.requests.count == 3)
    }

    @Test("Retry-After is waited for, as seconds and as a date, unless it is too long")
    func retryAfter() async throws {
        let server = try ScriptedServer { _, number, connection in
            guard number > 0 else { return connection.respond(429, "{}", headers: ["Retry-After: 1"]) }
            connection.beginEvents()
            connection.sendPiece("well", finish: "stop")
        }
        let start = ContinuousClock.now
        _ = try await OpenAIEngine(try OpenAIEngineTests.server(server)).answer(.asking("Hi"))
        #expect(ContinuousClock.now - start >= .seconds(1))

        let (error, requests) = try await Self.failure { _, _, connection in
            connection.respond(429, "{}", headers: ["Retry-After: Fri, 01 Jan 2100 00:00:00 GMT"])
        }
        #expect(error.code == .rateLimited)
        #expect(requests == 1)
    }

    @Test("A server that stalls before its first word is timed out")
    func stalls() async throws {
        let (error, requests) = try await Self.failure {
            $0.firstToken = .milliseconds(300)
        } _: { _, _, connection in
            connection.beginEvents()
            connection.send(": keep-alive\n\n")
            _ = connection.waitForClose(seconds: 10)
        }
        #expect(error.code == .timedOut)
        #expect(error.message.contains("sent no text for 0.3 seconds"))
        #expect(requests == 1)
    }

    @Test("A server that falls silent in the middle is timed out")
    func fallsSilent() async throws {
        let (error, _) = try await Self.failure {
            $0.idle = .milliseconds(300)
        } _: { _, _, connection in
            connection.beginEvents()
            connection.sendPiece("one")
            _ = connection.waitForClose(seconds: 10)
        }
        #expect(error.code == .timedOut)
        #expect(error.message.contains("fell silent"))
    }

    @Test("An answer that never ends is timed out")
    func endless() async throws {
        let (error, _) = try await Self.failure {
            $0.total = .milliseconds(500)
        } _: { _, _, connection in
            connection.beginEvents()
            while connection.send(": x\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n") { usleep(10_000) }
        }
        #expect(error.code == .timedOut)
    }

    @Test("An answer that goes on beyond the tokens that were asked for is cut off there")
    func overlong() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            while connection.send(
                "data: {\"choices\":[{\"delta\":{\"content\":\"\(String(repeating: "x", count: 99))\"}}]}\n\n")
            {}
        }
        let answer = try await OpenAIEngine(try OpenAIEngineTests.server(server)).answer(
            .asking(Self.question, tokens: 8))
        #expect(answer.summary?.reason == .tokenLimit)
        #expect(answer.text.utf8.count < 1 << 20)
    }

    @Test("An answer that breaks off is not taken for whole, and not asked for again")
    func breaksOff() async throws {
        let (error, requests) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.sendPiece("The salary is")
        }
        #expect(error.code == .brokenOff)
        #expect(requests == 1)
    }

    @Test("A stream that breaks off inside its encoding is broken off")
    func breaksOffInChunk() async throws {
        let (error, _) = try await Self.failure { _, _, connection in
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "35\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"The salary\"}}]}\n\r\n5\r\n\n")
        }
        #expect(error.code == .brokenOff)
    }

    @Test(
        "What is not of the protocol is a bad response",
        arguments: [
            "data: garbage\n\n", "data: {\"a\":1}\n\n", "data: \u{0}\u{1}\n\n", "data: [1,2]\n\n",
        ])
    func garbage(stream: String) async throws {
        let (error, _) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.send(stream)
            _ = connection.waitForClose(seconds: 1)
        }
        #expect(error.code == .badResponse)
        #expect(error.message.contains("often ends in /v1"))
    }

    @Test("A line without an end is a bad response, and is not gathered")
    func hugeLine() async throws {
        let (error, _) = try await Self.failure {
            $0.longestLine = 65536
        } _: { _, _, connection in
            connection.beginEvents()
            while connection.send(String(repeating: "x", count: 65536)) {}
        }
        #expect(error.code == .badResponse)
        #expect(error.message.contains("more than 65536 bytes"))
    }

    @Test("A web page is a bad response")
    func page() async throws {
        let (error, _) = try await Self.failure { _, _, connection in
            connection.respond(200, "<html>Welcome</html>", type: "text/html")
        }
        #expect(error.code == .badResponse)
        #expect(error.message.contains("text/html"))
    }

    @Test("What does not speak HTTP is unreachable")
    func notHTTP() async throws {
        let (error, _) = try await Self.failure { _, _, connection in connection.send("220 mail.example ESMTP\r\n") }
        #expect(error.code == .unreachable)
    }

    @Test("An error inside the stream is reported")
    func errorInStream() async throws {
        let (before, _) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.send("data: {\"error\":{\"message\":\"out of memory\"}}\n\n")
        }
        #expect(before.code == .refused)
        #expect(before.message.contains("out of memory"))
        let (after, _) = try await Self.failure { _, _, connection in
            connection.beginEvents()
            connection.sendPiece("one")
            connection.send("data: {\"error\":{\"message\":\"out of memory\"}}\n\n")
        }
        #expect(after.code == .brokenOff)
    }
}
