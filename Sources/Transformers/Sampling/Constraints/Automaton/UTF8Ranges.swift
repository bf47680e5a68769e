/// Divides ranges of Unicode scalars into sequences of byte ranges that match exactly their UTF-8 (after Ken Thompson's and
/// Russ Cox's construction in RE2).
package enum UTF8Ranges {
    /// The sequences of a range without surrogates, in order.
    ///
    ///     UTF8Ranges.sequences(of: 0x7F...0x80)  // [[7F...7F], [C2...C2, 80...80]]
    package static func sequences(of range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
        var low = range.lowerBound
        var sequences: [[ClosedRange<UInt8>]] = []
        for largest: UInt32 in [0x7F, 0x7FF, 0xFFFF, 0x10FFFF] where low <= min(range.upperBound, largest) {
            divide(low, min(range.upperBound, largest), into: &sequences)
            low = largest + 1
        }
        return sequences
    }

    /// Divides a range of scalars whose UTF-8 has the same length, until in each part either only the last bytes differ or the
    /// bytes behind the first that differs take all values.
    private static func divide(_ low: UInt32, _ high: UInt32, into sequences: inout [[ClosedRange<UInt8>]]) {
        for bits: UInt32 in [6, 12, 18] where high > 0x7F {
            let mask = (1 << bits) - 1 as UInt32
            guard low & ~mask != high & ~mask else { continue }
            if low & mask != 0 {
                divide(low, low | mask, into: &sequences)
                return divide((low | mask) + 1, high, into: &sequences)
            }
            if high & mask != mask {
                divide(low, (high & ~mask) - 1, into: &sequences)
                return divide(high & ~mask, high, into: &sequences)
            }
        }
        sequences.append(zip(bytes(of: low), bytes(of: high)).map { $0...$1 })
    }

    private static func bytes(of value: UInt32) -> [UInt8] {
        func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (value >> shift) & 0x3F) }
        switch value {
        case 0...0x7F: return [UInt8(value)]
        case 0...0x7FF: return [UInt8(0xC0 | value >> 6), continuation(0)]
        case 0...0xFFFF: return [UInt8(0xE0 | value >> 12), continuation(6), continuation(0)]
        default: return [UInt8(0xF0 | value >> 18), continuation(12), continuation(6), continuation(0)]
        }
    }
}
