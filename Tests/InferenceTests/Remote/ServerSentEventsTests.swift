import Inference
import Testing

struct ServerSentEventsTests {
    private static func events(_ chunks: [[UInt8]]) throws -> [String] {
        var parser = ServerSentEvents()
        var events = try chunks.flatMap { try parser.push($0) }
        if let last = parser.finish() { events.append(last) }
        return events.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "A stream gives the same events however it is written",
        arguments: [
            ("data: a\n\ndata: b\n\n", ["a", "b"]),
            ("data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
            ("data: a\r\rdata: b\r\r", ["a", "b"]),
            ("data:a\n\ndata:  b\n\n", ["a", " b"]),
            ("\u{FEFF}data: a\n\n", ["a"]),
            (": a comment\n\ndata: a\n: another\n\n", ["a"]),
            ("event: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"]),
            ("data: a\ndata: b\n\n", ["a\nb"]),
            ("data\n\n", [""]),
            ("data: a\n\ndata: b", ["a", "b"]),
            ("data: a\n\ndata: b\n", ["a", "b"]),
            ("\n\n\n", []),
            ("database: a\n\n", []),
        ])
    func forms(stream: String, expected: [String]) throws {
        #expect(try Self.events([Array(stream.utf8)]) == expected)
    }

    @Test("A stream gives the same events wherever it is cut, inside a character too")
    func cuts() throws {
        let stream = Array("data: grün 🦜\r\ndata: 二\r\n\r\n: x\r\n\r\ndata: [DONE]\r\n\r\n".utf8)
        for cut in 0...stream.count {
            #expect(try Self.events([Array(stream[..<cut]), Array(stream[cut...])]) == ["grün 🦜\n二", "[DONE]"])
        }
        #expect(try Self.events(stream.map { [$0] }) == ["grün 🦜\n二", "[DONE]"])
    }

    @Test("A line or an event that does not end is given up")
    func endless() {
        var parser = ServerSentEvents(longestLine: 100)
        #expect(throws: ServerSentEvents.LineTooLong.self) { try parser.push([UInt8](repeating: 0x61, count: 101)) }
        var other = ServerSentEvents(longestLine: 100)
        #expect(throws: ServerSentEvents.LineTooLong.self) {
            try other.push(Array(String(repeating: "data: 0123456789\n", count: 12).utf8))
        }
    }
}
