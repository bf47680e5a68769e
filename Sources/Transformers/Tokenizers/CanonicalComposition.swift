internal import Foundation

/// Unicode's composed form of text (NFC; Unicode Standard Annex #15), in a time linear in the text.
enum CanonicalComposition {
    /// Whether `bytes` has characters that may not be composed: all below U+0300 are.
    static func mayChange(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.contains { $0 >= 0xCC } }

    /// The composed form of UTF-8 text.
    ///
    /// Foundation takes quadratic time to compose some long texts, so that is done in pieces that begin with a character that
    /// composes with none before it.
    static func composed(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var start = 0
        var place = 0
        while place < bytes.count {
            let (scalar, end) = UTF8Text.character(in: bytes, at: place)
            if place - start > 4096 || place - start > 128 && isBoundary(scalar) {
                append(UnsafeBufferPointer(rebasing: bytes[start..<place]), to: &result)
                start = place
            }
            place = end
        }
        append(UnsafeBufferPointer(rebasing: bytes[start...]), to: &result)
        return result
    }

    private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
        guard mayChange(bytes) else { return result.append(contentsOf: bytes) }
        let composed = String(decoding: bytes, as: UTF8.self).precomposedStringWithCanonicalMapping
        var syllable: UInt32?
        for scalar in composed.unicodeScalars {
            // Foundation does not compose a syllable of two jamo with a third one behind it.
            if let first = syllable, (0x11A8...0x11C2).contains(scalar.value) {
                result.removeLast(3)
                let whole = Unicode.Scalar(first + scalar.value - 0x11A7) ?? scalar
                result.append(contentsOf: UTF8.encode(whole) ?? UTF8.encodedReplacementCharacter)
                syllable = nil
                continue
            }
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            let hasTwoJamo = (0xAC00...0xD7A3).contains(scalar.value) && (scalar.value - 0xAC00) % 28 == 0
            syllable = hasTwoJamo ? scalar.value : nil
        }
    }

    /// Whether text before `scalar` and from it on can be composed apart. Vowels of the jamo and of Kirat Rai are the only
    /// letters that compose with what is before them.
    private static func isBoundary(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return true }
        if (0x1100...0x11FF).contains(scalar.value) || (0x16D40...0x16D7F).contains(scalar.value) { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: return scalar.properties.canonicalCombiningClass == .notReordered
        }
    }
}
