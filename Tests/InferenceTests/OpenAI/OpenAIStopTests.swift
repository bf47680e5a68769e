import Foundation
import Inference
import Synchronization
import Testing

/// Stop strings, of which servers take four.
struct OpenAIStopTests {
    private static let stops = ["ONE", "TWO", "THREE", "FOUR", "END", "ENDING", "。"]

    private func answer(_ pieces: [String], stop: [String] = stops) async throws -> WholeAnswer {
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            for piece in pieces { connection.sendPiece(piece) }
            connection.sendPiece("", finish: "stop")
        }
        let answer = try await OpenAIEngine(try OpenAIEngineTests.server(server)).answer(.asking("Hi", stop: stop))
        let sent = try #require(server.requests.first).json["stop"] as? [String]
        #expect(sent == (stop.isEmpty ? nil : Array(stop.prefix(4))))
        return answer
    }

    @Test(
        "An answer ends where the first stop string begins, however many there are and however it is divided",
        arguments: [
            (["Hello END there"], "Hello "), (["Hello E", "N", "D there. TWO"], "Hello "), (["a THREE END"], "a "),
            (["東京", "。", "大阪"], "東京"), (["ENDING"], ""), (["Hello E", "NTER EN"], "Hello ENTER EN"),
        ])
    func beyondFour(pieces: [String], text: String) async throws {
        let answer = try await answer(pieces)
        #expect(answer.text == text && !answer.pieces.contains(""))
        #expect(answer.summary?.reason == (pieces.joined() == text ? .endOfText : .stopString))
    }

    @Test("Pieces that begin no stop string are given out as they come")
    func pieces() async throws {
        #expect(try await answer(["one", " E", "x", " two"]).pieces == ["one", " ", "Ex", " two"])
        #expect(try await answer(["E", "N", "D"], stop: []).pieces == ["E", "N", "D"])
    }

    @Test("A server that does not stream is cut off too")
    func whole() async throws {
        let server = try ScriptedServer { _, _, connection in
            connection.respond(200, #"{"choices":[{"message":{"content":"Hello. END"},"finish_reason":"length"}]}"#)
        }
        let answer = try await OpenAIEngine(try OpenAIEngineTests.server(server)).answer(
            .asking("Hi", stop: Self.stops))
        #expect(answer.text == "Hello. " && answer.summary?.reason == .stopString)
    }

    @Test("A server that writes on behind a stop string is hung up on")
    func hangsUp() async throws {
        let isClosed = Mutex(false)
        let server = try ScriptedServer { _, _, connection in
            connection.beginEvents()
            connection.sendPiece("one END two")
            let closed = connection.waitForClose(seconds: 10)
            isClosed.withLock { $0 = closed }
        }
        let engine = OpenAIEngine(try OpenAIEngineTests.server(server))
        #expect(try await engine.answer(.asking("Hi", stop: Self.stops)).text == "one ")
        try await eventually { isClosed.withLock { $0 } }
    }
}
