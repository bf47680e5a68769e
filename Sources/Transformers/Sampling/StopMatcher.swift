/// Turns the bytes of generated tokens into text: whole characters only, up to the first stop string.
public struct StopMatcher: Sendable {
    private let stops: [String]
    private var bytes: [UInt8] = []
    private var held = ""
    /// Whether a stop string was met; nothing is given out after it.
    public private(set) var isStopped = false

    /// - Parameter stops: strings that end the text; empty ones count for nothing.
    public init(stops: [String] = []) { self.stops = stops.filter { !$0.isEmpty } }

    /// Takes the bytes of a token and gives out the text that is certain: without a last character that is not whole yet, and
    /// without an end that may be the beginning of a stop string.
    public mutating func take(_ newBytes: [UInt8]) -> String {
        guard !isStopped else { return "" }
        bytes += newBytes
        let whole = bytes.count - Self.unfinishedCount(bytes)
        held += String(decoding: bytes[..<whole], as: UTF8.self)
        bytes.removeFirst(whole)
        return release()
    }

    /// Gives out the rest at the end of the generation. Bytes of a character that never became whole are U+FFFD.
    public mutating func finish() -> String {
        guard !isStopped else { return "" }
        held += String(decoding: bytes, as: UTF8.self)
        bytes = []
        let text = release()
        defer { held = "" }
        return isStopped ? text : text + held
    }

    private mutating func release() -> String {
        let text = Array(held.utf8)
        var first: Int?
        var certain = text.count
        for stop in stops.map({ Array($0.utf8) }) {
            for start in 0..<text.count {
                let length = min(stop.count, text.count - start)
                guard text[start..<start + length].elementsEqual(stop[..<length]) else { continue }
                if length == stop.count { first = min(first ?? start, start) } else { certain = min(certain, start) }
                break
            }
        }
        if let first {
            isStopped = true
            held = ""
            return String(decoding: text[..<first], as: UTF8.self)
        }
        held = String(decoding: text[certain...], as: UTF8.self)
        return String(decoding: text[..<certain], as: UTF8.self)
    }

    /// How many bytes at the end are the beginning of a character.
    private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }
}
