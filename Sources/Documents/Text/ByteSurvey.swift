/// What a pass over the bytes of a file finds before anything is decoded.
package struct ByteSurvey {
    /// Well-formed UTF-8 sequences of two or more bytes.
    package var sequences = 0
    /// Bytes that belong to no UTF-8 sequence.
    package var strays = 0
    /// Control characters that are not white space, NUL among them.
    package var controls = 0
    package var hasCarriageReturns = false

    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        let count = bytes.count
        while index < count {
            while index + 8 <= count, Self.isPlain(bytes, index) { index += 8 }
            guard index < count else { break }
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0x0D {
                    hasCarriageReturns = true
                } else if byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F {
                    controls += 1
                }
                index += 1
                continue
            }
            let length = Self.sequenceLength(bytes, at: index)
            if length == 0 {
                strays += 1
                index += 1
            } else {
                sequences += 1
                index += length
            }
        }
    }

    /// Whether eight bytes are ASCII from the space upwards or newlines.
    @inline(__always)
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let word = UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt64.self)
        // A high bit comes up for bytes under 0x20 (first term), over 0x7F (second) and for 0x7F (third); a borrow or
        // carry from a neighbour only sends more bytes to the slow path.
        let low = (word &- 0x2020_2020_2020_2020) | word | (word &+ 0x0101_0101_0101_0101)
        return low & 0x8080_8080_8080_8080 == 0
    }

    /// The length of the UTF-8 sequence at `index`, 0 where there is none.
    package static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let lead = bytes[index]
        let length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
        guard length > 1 else { return length }
        guard index + length <= bytes.count else { return 0 }
        let second = bytes[index + 1]
        let range: ClosedRange<UInt8>
        switch lead {
        case 0xE0: range = 0xA0...0xBF
        case 0xED: range = 0x80...0x9F
        case 0xF0: range = 0x90...0xBF
        case 0xF4: range = 0x80...0x8F
        default: range = 0x80...0xBF
        }
        guard range.contains(second) else { return 0 }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
