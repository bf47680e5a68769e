/// A piece of RTF. Source: Microsoft, Rich Text Format Specification 1.9.1.
enum RTFToken {
    case open, close
    /// A control word such as `\fs24`, with its number.
    case word(String, Int?)
    /// A control symbol such as `\~`.
    case symbol(UInt8)
    /// A byte of text, as written or as `\'e9`.
    case byte(UInt8)
}

/// Divides RTF into its pieces.
struct RTFTokenizer {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> RTFToken? {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "{"): return .open
            case UInt8(ascii: "}"): return .close
            case UInt8(ascii: "\\"): return control()
            // Line ends of the source are no text.
            case 0x0A, 0x0D, 0: continue
            default: return .byte(byte)
            }
        }
        return nil
    }

    /// Steps over the data that `\bin` announces.
    mutating func skip(_ count: Int) { position = min(bytes.count, position + max(0, count)) }

    private mutating func control() -> RTFToken? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        guard first.isLetter else {
            position += 1
            guard first == 0x27 else { return .symbol(first) }
            guard position + 1 < bytes.count, let high = bytes[position].hexadecimalDigit,
                let low = bytes[position + 1].hexadecimalDigit
            else { return .symbol(first) }
            position += 2
            return .byte(high << 4 | low)
        }
        let start = position
        while position < bytes.count, position - start < 32, bytes[position].isLetter { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        var end = isNegative ? position + 1 : position
        var value: Int?
        while end < bytes.count, end - position < 11, bytes[end].isDigit {
            value = (value ?? 0) * 10 + Int(bytes[end] - 0x30)
            end += 1
        }
        if value != nil { position = end }
        if position < bytes.count, bytes[position] == 0x20 { position += 1 }
        return .word(word, value.map { isNegative ? -$0 : $0 })
    }
}
