/// Guesses the encoding of a text that is not Unicode from its bytes.
///
/// Each multi-byte encoding has its own shape of byte pairs and its own rows of frequent characters; of the encodings
/// that the bytes are well-formed in, the one whose frequent rows hold the largest share wins.
package enum EncodingGuess {
    /// The most likely encoding of `bytes`; Windows-1252 where nothing else is likely.
    package static func encoding(of bytes: [UInt8]) -> LegacyEncoding {
        let sample = bytes[..<min(bytes.count, 262_144)]
        let candidates: [(LegacyEncoding, Double)] = [
            (.gb18030, scoreGB(sample)), (.big5, scoreBig5(sample)), (.shiftJIS, scoreShiftJIS(sample)),
            (.eucJP, scoreEUCJapanese(sample)), (.eucKR, scoreEUCKorean(sample)),
        ]
        if let best = candidates.max(by: { $0.1 < $1.1 }), best.1 > 0.5, !looksAlphabetic(sample) { return best.0 }
        return cyrillic(sample) ?? .windows1252
    }

    /// Pairs of a two-byte encoding: how many there are, how many are ill-formed, and how many lie where.
    private struct Pairs {
        var total = 0
        var bad = 0
        var frequent = 0
        var lowTrails = 0

        /// The share of frequent pairs, 0 if more than a fiftieth of the pairs is ill-formed.
        var share: Double { total == 0 || bad * 50 > total ? 0 : Double(frequent) / Double(total) }
    }

    private static func count(
        _ bytes: ArraySlice<UInt8>, leads: [ClosedRange<UInt8>], trails: [ClosedRange<UInt8>],
        singles: ClosedRange<UInt8>? = nil, hasQuadruples: Bool = false, isFrequent: (UInt8, UInt8) -> Bool
    ) -> Pairs {
        var pairs = Pairs()
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let lead = bytes[index]
            index += 1
            if lead < 0x80 || singles?.contains(lead) == true { continue }
            guard index < bytes.endIndex else { break }
            let trail = bytes[index]
            if hasQuadruples, trail.isDigit, lead > 0x80, lead < 0xFF, index + 2 < bytes.endIndex,
                bytes[index + 1] > 0x80, bytes[index + 1] < 0xFF, bytes[index + 2].isDigit
            {
                index += 3
                continue
            }
            pairs.total += 1
            if leads.contains(where: { $0.contains(lead) }), trails.contains(where: { $0.contains(trail) }) {
                index += 1
                if trail < 0x80 { pairs.lowTrails += 1 }
                if isFrequent(lead, trail) { pairs.frequent += 1 }
            } else {
                pairs.bad += 1
            }
        }
        return pairs
    }

    /// GB 2312 level 1 (rows B0 to D7, by sound) and its punctuation; trails under 0x80 are rare characters of GBK, and
    /// what GBK lacks has four bytes, the second and fourth of which are digits.
    private static func scoreGB(_ bytes: ArraySlice<UInt8>) -> Double {
        let pairs = count(bytes, leads: [0x81...0xFE], trails: [0x40...0x7E, 0x80...0xFE], hasQuadruples: true) {
            lead, trail in
            trail >= 0xA1 && ((lead >= 0xB0 && lead <= 0xD7) || lead == 0xA1 || lead == 0xA3)
        }
        return pairs.lowTrails * 5 > pairs.total ? 0 : pairs.share * 0.98
    }

    /// Big5 level 1 (rows A4 to C6, by strokes); two fifths of its trails are under 0x80.
    private static func scoreBig5(_ bytes: ArraySlice<UInt8>) -> Double {
        let pairs = count(bytes, leads: [0x81...0xFE], trails: [0x40...0x7E, 0xA1...0xFE]) { lead, _ in
            lead >= 0xA4 && lead <= 0xC6 || lead == 0xA1
        }
        return pairs.lowTrails * 6 < pairs.total ? 0 : pairs.share
    }

    /// Kana in rows 82 and 83, level 1 kanji in rows 88 to 97; punctuation in row 81.
    private static func scoreShiftJIS(_ bytes: ArraySlice<UInt8>) -> Double {
        var kana = 0
        let pairs = count(
            bytes, leads: [0x81...0x9F, 0xE0...0xFC], trails: [0x40...0x7E, 0x80...0xFC], singles: 0xA1...0xDF
        ) { lead, _ in
            if lead == 0x82 || lead == 0x83 { kana += 1 }
            return lead >= 0x81 && lead <= 0x83 || lead >= 0x88 && lead <= 0x97
        }
        // Half-width katakana are single bytes; a text of those and little else is in another encoding.
        let singles = bytes.reduce(0) { $0 + ($1 >= 0xA1 && $1 <= 0xDF ? 1 : 0) }
        return kana * 5 < pairs.total || singles > pairs.total * 2 ? 0 : pairs.share
    }

    /// Kana in rows A4 and A5: a fifth of the characters of a Japanese text at least, and hardly any of a Chinese one.
    private static func scoreEUCJapanese(_ bytes: ArraySlice<UInt8>) -> Double {
        var kana = 0
        let pairs = count(bytes, leads: [0x8E...0x8F, 0xA1...0xFE], trails: [0xA1...0xFE]) { lead, _ in
            if lead == 0xA4 || lead == 0xA5 { kana += 1 }
            return lead == 0xA1 || lead == 0xA4 || lead == 0xA5 || lead >= 0xB0 && lead <= 0xCF
        }
        return kana * 5 < pairs.total ? 0 : pairs.share
    }

    /// Hangul in rows B0 to C8, which are only half of the rows that Chinese text uses.
    private static func scoreEUCKorean(_ bytes: ArraySlice<UInt8>) -> Double {
        var hangul = 0
        let pairs = count(bytes, leads: [0x81...0xFE], trails: [0x41...0x5A, 0x61...0x7A, 0x81...0xFE]) { lead, trail in
            let isHangul = trail >= 0xA1 && lead >= 0xB0 && lead <= 0xC8
            if isHangul { hangul += 1 }
            return isHangul || lead == 0xA1 && trail >= 0xA1
        }
        return hangul * 10 < pairs.total * 8 || pairs.lowTrails * 5 > pairs.total ? 0 : min(1, pairs.share * 1.05)
    }

    /// Whether bytes over 0x7F stand alone among ASCII letters, as accented letters do.
    private static func looksAlphabetic(_ bytes: ArraySlice<UInt8>) -> Bool {
        var high = 0
        var alone = 0
        var run = 0
        var before: UInt8 = 0
        for byte in bytes {
            if byte >= 0x80 {
                run += 1
                high += 1
            } else {
                if run == 1, before.isLetter || byte.isLetter, before.isLetter || before < 0x30 { alone += 1 }
                run = 0
                before = byte
            }
        }
        return alone * 2 > high
    }

    /// Windows-1251 or KOI8-R if most letters are over 0xBF: the small letters are the upper half of that range in
    /// one and the lower half in the other.
    private static func cyrillic(_ bytes: ArraySlice<UInt8>) -> LegacyEncoding? {
        var ascii = 0
        var lower = 0
        var upper = 0
        for byte in bytes {
            if byte >= 0xE0 { upper += 1 } else if byte >= 0xC0 { lower += 1 } else if byte.isLetter { ascii += 1 }
        }
        guard lower + upper > 8, lower + upper > ascii else { return nil }
        return upper > lower ? .windows1251 : .koi8r
    }
}
