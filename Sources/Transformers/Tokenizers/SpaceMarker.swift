/// SentencePiece's letter for a space, U+2581 (▁).
enum SpaceMarker {
    static let bytes: [UInt8] = [0xE2, 0x96, 0x81]

    /// Whether the letter stands at `place`.
    static func isAt(_ place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        place >= 0 && place + 3 <= bytes.count && bytes[place] == 0xE2 && bytes[place + 1] == 0x96
            && bytes[place + 2] == 0x81
    }

    /// Appends text with spaces written as the letter.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
        result.reserveCapacity(result.count + text.count * 5 / 4)
        for byte in text {
            if byte == 0x20 { result.append(contentsOf: bytes) } else { result.append(byte) }
        }
    }

    /// The text of a piece, with spaces as they are.
    static func text(of piece: [UInt8]) -> [UInt8] {
        guard piece.contains(0xE2) else { return piece }
        return piece.withUnsafeBufferPointer { bytes in
            var result: [UInt8] = []
            var place = 0
            while place < bytes.count {
                let isMarker = isAt(place, in: bytes)
                result.append(isMarker ? 0x20 : bytes[place])
                place += isMarker ? 3 : 1
            }
            return result
        }
    }
}
