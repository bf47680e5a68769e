/// Windows-1252, which most texts that call themselves Latin-1 are in.
package enum Windows1252 {
    /// The UTF-8 of each of the 256 bytes; the five bytes that stand for nothing give U+FFFD.
    package static let utf8: [[UInt8]] = (0..<256).map { byte in
        let value: UInt32 = (0x80..<0xA0).contains(byte) ? specials[byte - 0x80] : UInt32(byte)
        return Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    }

    /// The characters of the bytes 0x80 to 0x9F. Source: unicode.org, VENDORS/MICSFT/WINDOWS/CP1252.TXT.
    private static let specials: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
    ]
}
