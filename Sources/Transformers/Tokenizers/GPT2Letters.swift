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

    private static let bytes: [UInt32: UInt8] = Dictionary(
        uniqueKeysWithValues: scalars.enumerated().map { ($1, UInt8($0)) })

    /// The UTF-8 spelling of a byte.
    static func letter(for byte: UInt8) -> [UInt8] {
        Unicode.Scalar(scalars[Int(byte)]).map { Array(String($0).utf8) } ?? []
    }

    /// The bytes that a spelling stands for; a spelling with other letters stands for itself.
    static func bytes(of spelling: [UInt8]) -> [UInt8] {
        if spelling.allSatisfy({ (0x21...0x7E).contains($0) }) { return spelling }
        var result: [UInt8] = []
        result.reserveCapacity(spelling.count)
        for scalar in String(decoding: spelling, as: UTF8.self).unicodeScalars {
            guard let byte = bytes[scalar.value] else { return spelling }
            result.append(byte)
        }
        return result
    }
}
