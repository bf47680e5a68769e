/// Reads single characters of UTF-8 text, without making a string of it.
enum UTF8Text {
    /// The number of bytes of a character that begins with `byte`.
    static func length(startingWith byte: UInt8) -> Int {
        byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }

    /// The character at `place`, and where it ends.
    ///
    /// The bytes have to be UTF-8 for the character to be right; whatever they are, nothing is read beyond them.
    static func character(in bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> (scalar: Unicode.Scalar, end: Int) {
        let first = bytes[place]
        let end = min(place + length(startingWith: first), bytes.count)
        var value = UInt32(first)
        switch end - place {
        case 2: value &= 0x1F
        case 3: value &= 0x0F
        case 4: value &= 0x07
        default: break
        }
        for next in place + 1..<max(end, place + 1) { value = value << 6 | UInt32(bytes[next] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", end)
    }
}
