/// Divides a mailbox into its messages. Source: RFC 4155; quoting as in "mboxrd".
enum Mailbox {
    /// The messages, each after the line `From ` that opens it.
    static func messages(_ bytes: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var open: Int?
        var start = 0
        var isAfterBlank = true
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<end]
            let next = min(bytes.count, end + 1)
            if isAfterBlank, line.starts(with: "From ".utf8), isEnvelope(line) {
                if let open { result.append(open..<start) }
                open = next
            }
            isAfterBlank = line.isEmpty || line.elementsEqual([0x0D])
            start = next
        }
        if let open { result.append(open..<bytes.count) }
        return result.isEmpty ? [0..<bytes.count] : result
    }

    /// Whether the line names a sender and a time, as `From ann@x.y Mon Jan  1 10:00:00 2024`.
    private static func isEnvelope(_ line: ArraySlice<UInt8>) -> Bool {
        let words = line.split(separator: 0x20)
        return words.count >= 3 && line.count < 1_000 && words.dropFirst(2).contains { $0.contains(where: \.isDigit) }
    }

    /// The text of a message without the `>` that was put before lines such as `From `.
    static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: ">")) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isLineStart = true
        for (index, byte) in bytes.enumerated() {
            let isQuote = isLineStart && byte == UInt8(ascii: ">")
            isLineStart = byte == 0x0A
            if isQuote, bytes[index...].prefix(64).drop(while: { $0 == byte }).starts(with: "From ".utf8) { continue }
            result.append(byte)
        }
        return result
    }
}
