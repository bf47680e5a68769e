/// Takes a stream of server-sent events apart (html.spec.whatwg.org, section 9.2.6), however its bytes are cut.
package struct ServerSentEvents: Sendable {
    /// Why a stream was given up.
    package struct LineTooLong: Error {}

    private let longestLine: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var endedWithReturn = false
    private var isFirstLine = true

    /// - Parameter longestLine: in bytes; also the longest event.
    package init(longestLine: Int = 1 << 20) { self.longestLine = longestLine }

    /// Reads bytes.
    ///
    /// - Returns: the data of the events that they complete; the lines of one event are joined by line feeds.
    /// - Throws: ``LineTooLong``.
    package mutating func push(_ bytes: some Sequence<UInt8>) throws -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            // A line ends with \n, \r or \r\n.
            if byte == 0x0A && endedWithReturn {
                endedWithReturn = false
                continue
            }
            endedWithReturn = byte == 0x0D
            if byte == 0x0A || byte == 0x0D {
                if let event = endLine() { events.append(event) }
            } else {
                guard line.count < longestLine, data.count < longestLine else { throw LineTooLong() }
                line.append(byte)
            }
        }
        return events
    }

    /// The data of an event that no empty line ended; some servers leave the last one out.
    package mutating func finish() -> [UInt8]? { endLine() ?? endLine() }

    private mutating func endLine() -> [UInt8]? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else {
            defer {
                data = []
                hasData = false
            }
            return hasData ? data : nil
        }
        let field = line.prefix { $0 != UInt8(ascii: ":") }
        guard field.elementsEqual("data".utf8) else { return nil }
        var value = line.dropFirst(field.count + 1)
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        if hasData { data.append(0x0A) }
        data += value
        hasData = true
        return nil
    }
}
