/// ISO-2022-JP (RFC 1468): Japanese in seven bits, where escape sequences change the character set.
enum ISO2022Japanese {
    static let name = "ISO-2022-JP"

    private enum CharacterSet {
        case roman, katakana, kanji, supplement

        /// Bytes a character.
        var width: Int { self == .kanji || self == .supplement ? 2 : 1 }
    }

    /// `bytes` in EUC-JP, which has the same characters at the same places with the high bit set.
    ///
    /// - Returns: nil for what does not hold a Japanese character in such sequences, or bytes over 0x7F: it is in another
    ///   encoding, or a terminal's output.
    static func eucJP(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var set = CharacterSet.roman
        var found = false
        var index = 0
        while index < bytes.count {
            if let (next, length) = escape(bytes, index) {
                set = next
                index += length
                continue
            }
            let byte = bytes[index]
            guard byte < 0x80 else { return nil }
            // Each line begins in ASCII, whatever the one before it ended in.
            if byte == 0x0A || byte == 0x0D { set = .roman }
            guard set != .roman, byte > 0x20, byte < 0x7F, index + set.width <= bytes.count else {
                result.append(byte)
                index += 1
                continue
            }
            let character = bytes[index..<index + set.width]
            guard character.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            if set == .katakana { result.append(0x8E) } else if set == .supplement { result.append(0x8F) }
            result += character.map { $0 | 0x80 }
            found = true
            index += set.width
        }
        return found ? result : nil
    }

    private static func escape(_ bytes: [UInt8], _ index: Int) -> (CharacterSet, length: Int)? {
        guard bytes[index] == 0x1B else { return nil }
        switch String(decoding: bytes[(index + 1)..<min(index + 4, bytes.count)], as: UTF8.self) {
        case let text where text.hasPrefix("$(D"): return (.supplement, 4)
        case let text where text.hasPrefix("$B") || text.hasPrefix("$@"): return (.kanji, 3)
        case let text where text.hasPrefix("(B") || text.hasPrefix("(J"): return (.roman, 3)
        case let text where text.hasPrefix("(I"): return (.katakana, 3)
        default: return nil
        }
    }
}
