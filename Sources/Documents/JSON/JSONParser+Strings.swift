extension JSONParser {
    /// Reads a string, from the quotation mark at the position to the one that closes it.
    mutating func string() -> String {
        let quote = bytes[position]
        if quote != UInt8(ascii: "\"") { report("a string is in single quotation marks") }
        position += 1
        let start = position
        while position < end, bytes[position] != quote, bytes[position] != UInt8(ascii: "\\"), bytes[position] != 0x0A {
            position += 1
        }
        if position < end, bytes[position] == quote {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var text = Array(bytes[start..<position])
        while position < end, bytes[position] != quote {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\\"): readEscape(into: &text)
            case 0x0A:
                report("a line ends inside a string")
                line += 1
                text.append(byte)
            default: text.append(byte)
            }
        }
        if position < end { position += 1 } else { report("the file ends inside a string") }
        // Terminal colours, of which notebooks are full, go with their parameters.
        if text.contains(0x1B) { text = ControlCharacters.cleaned(text).text }
        return String(decoding: InvisibleTags.removed(from: text).text, as: UTF8.self)
    }

    /// Steps over a string.
    mutating func skipString() {
        position += 1
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") { position += 1 }
            if position < end, bytes[position] == 0x0A { line += 1 }
            position += 1
        }
        position = min(end, position + 1)
    }

    private mutating func readEscape(into text: inout [UInt8]) {
        guard position < end else { return }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): if !startsEscapedLineFeed { text.append(0x0A) }
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): break
        case UInt8(ascii: "f"): text.append(0x20)
        case UInt8(ascii: "u"): append(escapedScalar(), to: &text)
        case 0x0A:
            line += 1
            report("a line ends inside a string")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"): text.append(byte)
        default:
            report("a string has an escape that JSON does not know")
            text.append(UInt8(ascii: "\\"))
            text.append(byte)
        }
    }

    /// Whether `\n` follows, as after the `\r` of a line end of Windows.
    private var startsEscapedLineFeed: Bool {
        position + 1 < end && bytes[position] == UInt8(ascii: "\\") && bytes[position + 1] == UInt8(ascii: "n")
    }

    private func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        // Control characters are nothing that a reader sees.
        guard scalar.value >= 0x20 && scalar.value != 0x7F || scalar == "\n" || scalar == "\t" || scalar == "\u{1B}"
        else { return }
        text.append(contentsOf: String(scalar).utf8)
    }

    /// The scalar after `\u`, of a surrogate pair the one that both make.
    private mutating func escapedScalar() -> Unicode.Scalar {
        guard let unit = hexadecimal(at: position) else {
            report("a string has an escape that JSON does not know")
            return "\u{FFFD}"
        }
        position += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if unit < 0xDC00, position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u"), let low = hexadecimal(at: position + 2),
            (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        {
            position += 6
            return scalar
        }
        report("a string has half of a surrogate pair, which is shown as \u{FFFD}")
        return "\u{FFFD}"
    }

    private func hexadecimal(at start: Int) -> UInt32? {
        guard start + 4 <= end else { return nil }
        var value: UInt32 = 0
        for byte in bytes[start..<start + 4] {
            guard let digit = byte.hexadecimalDigit else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension UInt8 {
    /// The value of an ASCII hexadecimal digit.
    var hexadecimalDigit: UInt8? {
        if isDigit { return self - 0x30 }
        return isLetter && lowercased <= UInt8(ascii: "f") ? lowercased - UInt8(ascii: "a") + 10 : nil
    }
}
