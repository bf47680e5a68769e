/// The letters by which GPT-2's vocabulary spells bytes: printable bytes are themselves, the others follow from U+0100 on.
enum GPT2Letters {
    private static let scalars: [UInt32] = {
        var next: UInt32 = 0x100
        return (UInt32(0)...255).map { byte in
            if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte) {
                return byte
            }
            defer { next += 1 }
            return next
        }
    }()

    /// The byte of each letter up to U+0143, the last one; negative where there is none.
    private static let bytes: [Int16] = {
        var bytes = [Int16](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar)] = Int16(byte) }
        return bytes
    }()

    /// The UTF-8 spelling of a byte.
    static func letter(for byte: UInt8) -> [UInt8] {
        Unicode.Scalar(scalars[Int(byte)]).map { Array(String($0).utf8) } ?? []
    }

    /// Appends the bytes that a spelling stands for; a spelling with other letters stands for itself.
    static func appendBytes(of spelling: ArraySlice<UInt8>, to result: inout [UInt8]) {
        let start = result.count
        var place = spelling.startIndex
        while place < spelling.endIndex {
            var letter = Int(spelling[place])
            place += 1
            if letter >= 0x80 {
                guard letter & 0xE0 == 0xC0, place < spelling.endIndex, spelling[place] & 0xC0 == 0x80 else {
                    return result.replaceSubrange(start..., with: spelling)
                }
                letter = (letter & 0x1F) << 6 | Int(spelling[place] & 0x3F)
                place += 1
            }
            guard letter < bytes.count, bytes[letter] >= 0 else {
                return result.replaceSubrange(start..., with: spelling)
            }
            result.append(UInt8(bytes[letter]))
        }
    }
}
