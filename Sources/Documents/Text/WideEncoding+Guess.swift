extension WideEncoding {
    /// Bytes at the start of a text that are looked at.
    private static let sampleSize = 65_536

    /// The wide encoding of a text without a byte-order mark, or nil if it is not in one.
    ///
    /// Only texts with a NUL are looked at: line ends, spaces, digits and Latin letters have one. Where there are many, the
    /// place of the NUL tells the byte order; where there are few, as in Chinese, the order in which the text is made of
    /// ordinary characters does.
    package static func guess(_ bytes: UnsafeBufferPointer<UInt8>) -> WideEncoding? {
        let size = min(bytes.count, sampleSize) & ~3
        guard size >= 4 else { return bytes.count >= 2 ? guessShort(bytes) : nil }
        let sample = UnsafeBufferPointer(rebasing: bytes[..<size])
        var zeros = [0, 0, 0, 0]
        for index in sample.indices where sample[index] == 0 { zeros[index & 3] += 1 }
        let even = zeros[0] + zeros[2]
        let odd = zeros[1] + zeros[3]
        guard even + odd > 0 else { return nil }
        let groups = size / 4
        if zeros[3] == groups, zeros[2] * 10 >= groups * 9, zeros[0] * 10 < groups {
            return utf32Little.ifOrdinary(sample)
        }
        if zeros[0] == groups, zeros[1] * 10 >= groups * 9, zeros[3] * 10 < groups {
            return utf32Big.ifOrdinary(sample)
        }
        if (even + odd) * 8 >= size {
            return odd > even * 10
                ? utf16Little.ifOrdinary(sample) : even > odd * 10 ? utf16Big.ifOrdinary(sample) : nil
        }
        // Halves of characters are seldom all letters of ASCII, nor UTF-8.
        let survey = ByteSurvey(sample)
        guard (survey.controls + survey.strays) * 8 >= size else { return nil }
        let little = utf16Little.ordinaryShare(sample)
        let big = utf16Big.ordinaryShare(sample)
        if little > 0.97, big < 0.9 { return .utf16Little }
        return big > 0.97 && little < 0.9 ? .utf16Big : nil
    }

    private static func guessShort(_ bytes: UnsafeBufferPointer<UInt8>) -> WideEncoding? {
        if bytes[0] >= 0x20, bytes[0] < 0x7F, bytes[1] == 0 { return .utf16Little }
        if bytes[1] >= 0x20, bytes[1] < 0x7F, bytes[0] == 0 { return .utf16Big }
        return nil
    }

    private func ifOrdinary(_ sample: UnsafeBufferPointer<UInt8>) -> WideEncoding? {
        ordinaryShare(sample) > 0.97 ? self : nil
    }

    /// The share of units that are characters of living scripts, their punctuation or white space.
    private func ordinaryShare(_ sample: UnsafeBufferPointer<UInt8>) -> Double {
        var count = 0
        for index in stride(from: 0, to: sample.count, by: unitSize) where isOrdinary(unit(sample, index)) {
            count += 1
        }
        return Double(count) / Double(sample.count / unitSize)
    }

    private func isOrdinary(_ value: UInt32) -> Bool {
        switch value {
        case 0x20..<0x7F, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xA0..<0x250, 0x370..<0x700, 0x900..<0x1000: true
        case 0x09, 0x0A, 0x0C, 0x0D, 0xFEFF, 0x2010..<0x2070, 0x20A0..<0x20C0, 0x2190..<0x2200: true
        case 0x3000..<0x3100, 0xFF00..<0xFFF0, 0x1E00..<0x2000, 0x1F000..<0x20000: true
        // Half of an emoji or rare character.
        case 0xD83C...0xD83E, 0xDC00..<0xE000: true
        default: false
        }
    }
}
