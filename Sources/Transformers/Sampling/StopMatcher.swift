/// Turns the bytes of generated tokens into text: whole characters only, up to the first stop string.
public struct StopMatcher: Sendable {
    private let stops: [[UInt8]]
    /// The end of the text that is no whole character yet.
    private var unfinished: [UInt8] = []
    /// Text, in whole characters, that may be the beginning of a stop string.
    private var held: [UInt8] = []
    /// Whether there was nothing yet but white space that is left out.
    private var isTrimming: Bool
    /// Whether a stop string was met; nothing is given out after it.
    public private(set) var isStopped = false

    /// - Parameters:
    ///   - stops: strings that end the text; empty ones count for nothing.
    ///   - trimsStart: whether white space at the beginning is left out; no stop string begins in it then.
    public init(stops: [String] = [], trimsStart: Bool = false) {
        self.stops = stops.filter { !$0.isEmpty }.map { Array($0.utf8) }
        isTrimming = trimsStart
    }

    /// Takes the bytes of a token and gives out the text that is certain: without a last character that is not whole yet, and
    /// without an end that may be the beginning of a stop string.
    public mutating func take(_ newBytes: [UInt8]) -> String {
        guard !isStopped else { return "" }
        unfinished += newBytes
        let whole = unfinished.count - Self.unfinishedCount(unfinished)
        hold(unfinished[..<whole])
        unfinished.removeFirst(whole)
        return release()
    }

    /// Gives out the rest at the end of the generation. Bytes of a character that never became whole are U+FFFD.
    public mutating func finish() -> String {
        guard !isStopped else { return "" }
        hold(unfinished[...])
        unfinished = []
        let text = release()
        defer { held = [] }
        return text + String(decoding: held, as: UTF8.self)
    }

    private mutating func hold(_ bytes: ArraySlice<UInt8>) {
        var text = Substring(decoding: bytes, as: UTF8.self)
        if isTrimming {
            text = text.drop(while: \.isWhitespace)
            isTrimming = text.isEmpty
        }
        held += text.utf8
    }

    /// Of several stop strings the one that is complete first counts, and of those the longest, so that it makes no difference
    /// how the text is divided into tokens.
    private mutating func release() -> String {
        var stop: Range<Int>?
        var certain = held.count
        for candidate in stops {
            guard let start = held.indices.first(where: { candidate.starts(with: held[$0...].prefix(candidate.count)) })
            else { continue }
            let match = start..<start + candidate.count
            if match.upperBound > held.count {
                certain = min(certain, start)
            } else if (match.upperBound, start) < (stop?.upperBound ?? .max, stop?.lowerBound ?? .max) {
                stop = match
            }
        }
        isStopped = stop != nil
        let end = stop?.lowerBound ?? certain
        let text = String(decoding: held[..<end], as: UTF8.self)
        held.removeFirst(isStopped ? held.count : end)
        return text
    }

    /// How many bytes at the end are the beginning of a character.
    private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF5 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }
}
