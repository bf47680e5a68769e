internal import Foundation

/// Encodings inside of header fields and of bodies.
enum MailWords {
    /// A field with its encoded words, `=?charset?B?…?=`, as text. White space between two of them is none.
    static func decoded(_ bytes: [UInt8]) -> String {
        let mark = Array("=?".utf8)
        var text = ""
        var plain: [UInt8] = []
        // Words of one charset that follow each other can divide a character.
        var open: (charset: String, bytes: [UInt8])?
        func close() {
            if let word = open { text += MailWords.text(word.bytes, charset: word.charset) }
            open = nil
        }
        var index = 0
        while index < bytes.count {
            if bytes[index] == mark[0], bytes[index...].starts(with: mark), let word = word(bytes, index) {
                if plain.contains(where: { !$0.isSpace }) || open == nil {
                    close()
                    text += MailWords.text(plain, charset: "")
                }
                plain.removeAll()
                if open?.charset == word.charset {
                    open?.bytes += word.bytes
                } else {
                    close()
                    open = (word.charset, word.bytes)
                }
                index = word.end
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        close()
        text += MailWords.text(plain, charset: "")
        return text.split { $0.isWhitespace }.joined(separator: " ")
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> (charset: String, bytes: [UInt8], end: Int)? {
        let question = UInt8(ascii: "?")
        let rest = bytes[(start + 2)...].prefix(1_000)
        guard let first = rest.firstIndex(of: question), first + 2 < rest.endIndex, bytes[first + 2] == question else {
            return nil
        }
        let content = rest[(first + 3)...]
        guard
            let end = content.indices.first(where: {
                content[$0] == question && $0 + 1 < content.endIndex && content[$0 + 1] == UInt8(ascii: "=")
            })
        else { return nil }
        let charset = String(decoding: rest[..<first].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self).lowercased()
        let value = content[..<end]
        switch bytes[first + 1].lowercased {
        case UInt8(ascii: "b"): return (charset, base64(value), end + 2)
        case UInt8(ascii: "q"):
            let spaced = value.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
            return (charset, unescaped(spaced[...], mark: UInt8(ascii: "=")), end + 2)
        default: return nil
        }
    }

    /// Bytes in a charset that a message names; what is unknown or false is guessed.
    static func text(_ bytes: [UInt8], charset: String) -> String {
        if bytes.isEmpty { return "" }
        return String(decoding: source(Data(bytes), charset: charset).bytes, as: UTF8.self)
    }

    /// The same with its lines.
    static func source(_ bytes: Data, charset: String) -> SourceText {
        return TextDecoder().decode(bytes, stated: LegacyEncoding(label: charset))
    }

    /// `=E9` or `%E9` as bytes.
    static func unescaped(_ bytes: ArraySlice<UInt8>, mark: UInt8) -> [UInt8] {
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == mark, index + 2 < bytes.endIndex, let high = bytes[index + 1].hexadecimalDigit,
                let low = bytes[index + 2].hexadecimalDigit
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Quoted-printable: escapes, and soft line ends.
    static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "=") {
                var end = index + 1
                while end < bytes.endIndex, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
                if end >= bytes.endIndex || bytes[end] == 0x0A {
                    index = min(bytes.endIndex, end + 1)
                    continue
                }
            }
            joined.append(bytes[index])
            index += 1
        }
        return unescaped(joined[...] + [0, 0], mark: UInt8(ascii: "=")).dropLast(2)
    }

    /// Base64, whatever stands between its letters.
    static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            default: continue
            }
            bits = bits << 6 | UInt32(value)
            count += 1
            guard count == 4 else { continue }
            result.append(UInt8(truncatingIfNeeded: bits >> 16))
            result.append(UInt8(truncatingIfNeeded: bits >> 8))
            result.append(UInt8(truncatingIfNeeded: bits))
            count = 0
            bits = 0
        }
        if count >= 2 { result.append(UInt8(truncatingIfNeeded: bits >> (count == 2 ? 4 : 10))) }
        if count == 3 { result.append(UInt8(truncatingIfNeeded: bits >> 2)) }
        return result
    }
}
