package import Foundation

/// UTF-16 and UTF-32 in either byte order.
package enum WideEncoding: String, Sendable, CaseIterable {
    case utf16Little = "UTF-16LE", utf16Big = "UTF-16BE", utf32Little = "UTF-32LE", utf32Big = "UTF-32BE"

    /// The encoding's name.
    package var name: String { rawValue }

    private var unitSize: Int { self == .utf16Little || self == .utf16Big ? 2 : 4 }
    private var isLittle: Bool { self == .utf16Little || self == .utf32Little }

    /// `bytes` as UTF-8; what is no character becomes U+FFFD, as does an odd end.
    package func decode(_ bytes: Data) -> [UInt8] {
        bytes.withUnsafeBytes { raw in
            let buffer = raw.bindMemory(to: UInt8.self)
            let size = unitSize
            var result: [UInt8] = []
            result.reserveCapacity(buffer.count)
            var index = 0
            while index + size <= buffer.count {
                var value = unit(buffer, index)
                index += size
                if size == 2, value & 0xFC00 == 0xD800, index + 2 <= buffer.count {
                    let low = unit(buffer, index)
                    if low & 0xFC00 == 0xDC00 {
                        value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
                        index += 2
                    }
                }
                Self.append(value, to: &result)
            }
            if index < buffer.count { Self.append(0xFFFD, to: &result) }
            return result
        }
    }

    private func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32 {
        var value: UInt32 = 0
        for offset in 0..<unitSize {
            value = value << 8 | UInt32(bytes[isLittle ? index + unitSize - 1 - offset : index + offset])
        }
        return value
    }

    private static func append(_ value: UInt32, to result: inout [UInt8]) {
        if value < 0x80 { return result.append(UInt8(value)) }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// The wide encoding of a text without a byte-order mark, or nil if it is not in one.
    ///
    /// Line ends, spaces and digits of UTF-16 have a NUL on one side, so its NULs stand at even or at odd places only.
    package static func guess(_ bytes: UnsafeBufferPointer<UInt8>) -> WideEncoding? {
        let sample = min(bytes.count, 65_536) & ~3
        guard sample >= 4 else { return bytes.count >= 2 ? guessShort(bytes) : nil }
        var zeros = (0, 0, 0, 0)
        for index in stride(from: 0, to: sample, by: 4) {
            if bytes[index] == 0 { zeros.0 += 1 }
            if bytes[index + 1] == 0 { zeros.1 += 1 }
            if bytes[index + 2] == 0 { zeros.2 += 1 }
            if bytes[index + 3] == 0 { zeros.3 += 1 }
        }
        let even = zeros.0 + zeros.2
        let odd = zeros.1 + zeros.3
        guard even + odd > 0 else { return nil }
        let groups = sample / 4
        if zeros.3 == groups, zeros.2 * 10 >= groups * 9, zeros.0 * 10 < groups {
            return plausible(.utf32Little, bytes, sample)
        }
        if zeros.0 == groups, zeros.1 * 10 >= groups * 9, zeros.3 * 10 < groups {
            return plausible(.utf32Big, bytes, sample)
        }
        guard (even + odd) * 40 >= sample / 2 else { return nil }
        if odd > even * 20 { return plausible(.utf16Little, bytes, sample) }
        if even > odd * 20 { return plausible(.utf16Big, bytes, sample) }
        return nil
    }

    private static func guessShort(_ bytes: UnsafeBufferPointer<UInt8>) -> WideEncoding? {
        if bytes[0] >= 0x20, bytes[0] < 0x7F, bytes[1] == 0 { return .utf16Little }
        if bytes[1] >= 0x20, bytes[1] < 0x7F, bytes[0] == 0 { return .utf16Big }
        return nil
    }

    /// `encoding` if nearly every unit of the sample is an ordinary character in it.
    private static func plausible(
        _ encoding: WideEncoding, _ bytes: UnsafeBufferPointer<UInt8>, _ sample: Int
    ) -> WideEncoding? {
        var odd = 0
        let size = encoding.unitSize
        for index in stride(from: 0, to: sample, by: size) {
            let value = encoding.unit(bytes, index)
            let isControl = value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D && value != 0x0C
            if isControl || (0xE000...0xF8FF).contains(value) || value > 0x10FFFF || value == 0xFFFF { odd += 1 }
        }
        return odd * 50 <= sample / size ? encoding : nil
    }
}

/// The bytes that some programs put before a text to tell its encoding.
package struct ByteOrderMark {
    /// How many bytes it has.
    package var length: Int
    /// The wide encoding that it stands for, nil for UTF-8.
    package var encoding: WideEncoding?

    /// The mark at the start of `bytes`, if there is one.
    package init?(_ bytes: Data) {
        let start = [UInt8](bytes.prefix(4))
        if start.starts(with: [0xEF, 0xBB, 0xBF]) {
            self.init(length: 3, encoding: nil)
        } else if start == [0xFF, 0xFE, 0, 0] {
            self.init(length: 4, encoding: .utf32Little)
        } else if start == [0, 0, 0xFE, 0xFF] {
            self.init(length: 4, encoding: .utf32Big)
        } else if start.starts(with: [0xFF, 0xFE]) {
            self.init(length: 2, encoding: .utf16Little)
        } else if start.starts(with: [0xFE, 0xFF]) {
            self.init(length: 2, encoding: .utf16Big)
        } else {
            return nil
        }
    }

    private init(length: Int, encoding: WideEncoding?) {
        self.length = length
        self.encoding = encoding
    }
}
