internal import Foundation

/// An encoding from before Unicode, as documents name it and as Foundation knows it.
package struct LegacyEncoding: Sendable, Equatable {
    /// The name that people use.
    package let name: String
    private let rawValue: UInt
    private let isMultibyte: Bool

    private init(_ name: String, _ rawValue: UInt, isMultibyte: Bool = false) {
        self.name = name
        self.rawValue = rawValue
        self.isMultibyte = isMultibyte
    }

    package static let windows1252 = LegacyEncoding("Windows-1252", 12)
    package static let windows1251 = LegacyEncoding("Windows-1251", 11)
    package static let koi8r = LegacyEncoding("KOI8-R", 0x8000_0A02)
    package static let gb18030 = LegacyEncoding("GB18030", 0x8000_0632, isMultibyte: true)
    package static let big5 = LegacyEncoding("Big5", 0x8000_0A03, isMultibyte: true)
    package static let shiftJIS = LegacyEncoding("Shift-JIS", 0x8000_0420, isMultibyte: true)
    package static let eucJP = LegacyEncoding("EUC-JP", 0x8000_0420, isMultibyte: true)
    package static let eucKR = LegacyEncoding("EUC-KR", 0x8000_0422, isMultibyte: true)

    /// The encoding that a label such as `gb2312` or `ISO-8859-2` stands for, nil for UTF-8 and unknown ones.
    ///
    /// Labels follow the Encoding Standard of the WHATWG, by which `latin1` is Windows-1252 and `gb2312` is GB18030.
    package init?(label: String) {
        guard let found = Self.labels[label.lowercased().filter { !$0.isWhitespace }] else { return nil }
        self = found
    }

    /// Text that came out of an encoding.
    package struct Decoded: Sendable, Equatable {
        /// UTF-8.
        package var bytes: [UInt8]
        /// How many characters had to become U+FFFD.
        package var replaced = 0
    }

    /// `bytes` as UTF-8.
    ///
    /// - Returns: nil if more than a hundredth of the text is not in this encoding.
    package func decode(_ bytes: [UInt8]) -> Decoded? {
        if self == .windows1252 {
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count + bytes.count / 8)
            for byte in bytes { result.append(contentsOf: Windows1252.utf8[Int(byte)]) }
            return Decoded(bytes: result)
        }
        let source = self == .eucJP ? EUCJapanese.shiftJIS(bytes) : bytes
        if let whole = string(source[...]) { return Decoded(bytes: Array(whole.utf8)) }
        return decodePieces(source)
    }

    /// Decodes word by word, so that one bad byte costs one character.
    ///
    /// No second byte of the multi-byte encodings is under 0x30, so a cut there never divides a character.
    private func decodePieces(_ bytes: [UInt8]) -> Decoded? {
        var result = Decoded(bytes: [])
        result.bytes.reserveCapacity(bytes.count * 3 / 2)
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] >= 0x30 { end += 1 }
            end = min(end + 1, bytes.count)
            if let piece = string(bytes[start..<end]) {
                result.bytes.append(contentsOf: piece.utf8)
            } else {
                decodeCharacters(bytes[start..<end], into: &result)
            }
            if result.replaced > 16, result.replaced * 100 > end { return nil }
            start = end
        }
        return result
    }

    private func decodeCharacters(_ bytes: ArraySlice<UInt8>, into result: inout Decoded) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let lengths = bytes[index] < 0x80 || !isMultibyte ? [1] : [2, 4, 1]
            let found = lengths.lazy.filter { index + $0 <= bytes.endIndex }
                .compactMap { length in string(bytes[index..<index + length]).map { (length, $0) } }.first
            if let (length, text) = found {
                result.bytes.append(contentsOf: text.utf8)
                index += length
            } else {
                result.bytes.append(contentsOf: "\u{FFFD}".utf8)
                result.replaced += 1
                index += 1
            }
        }
    }

    private func string(_ bytes: ArraySlice<UInt8>) -> String? {
        String(data: Data(bytes), encoding: String.Encoding(rawValue: rawValue))
    }

    private static let labels: [String: LegacyEncoding] = {
        var table: [String: LegacyEncoding] = [
            "koi8-r": koi8r, "koi8": koi8r, "koi8-u": LegacyEncoding("KOI8-U", 0x8000_0A08),
            "iso-8859-15": LegacyEncoding("ISO-8859-15", 0x8000_020F),
            "tis-620": LegacyEncoding("Windows-874", 0x8000_041D),
            "windows-874": LegacyEncoding("Windows-874", 0x8000_041D),
            "iso-8859-11": LegacyEncoding("Windows-874", 0x8000_041D),
        ]
        for label in ["windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"] {
            table[label] = windows1252
        }
        for label in ["gb18030", "gbk", "gb2312", "gb_2312-80", "euc-cn", "x-gbk", "chinese"] { table[label] = gb18030 }
        for label in ["big5", "big5-hkscs", "x-x-big5", "cn-big5"] { table[label] = big5 }
        for label in ["shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"] { table[label] = shiftJIS }
        for label in ["euc-jp", "x-euc-jp"] { table[label] = eucJP }
        for label in ["euc-kr", "ks_c_5601-1987", "cp949", "korean", "windows-949"] { table[label] = eucKR }
        // Foundation numbers these as kCFStringEncodingISOLatin… and kCFStringEncodingWindows….
        for part in [2, 3, 4, 5, 6, 7, 8, 10, 13, 14] as [UInt] {
            table["iso-8859-\(part)"] = LegacyEncoding("ISO-8859-\(part)", 0x8000_0200 + part)
        }
        table["iso-8859-2"] = LegacyEncoding("ISO-8859-2", 9)
        table["iso-8859-9"] = LegacyEncoding("Windows-1254", 14)
        let windows: [(String, UInt)] = [
            ("1250", 15), ("1251", 11), ("1253", 13), ("1254", 14), ("1255", 0x8000_0505), ("1256", 0x8000_0506),
            ("1257", 0x8000_0507), ("1258", 0x8000_0508),
        ]
        for (number, rawValue) in windows {
            table["windows-\(number)"] = LegacyEncoding("Windows-\(number)", rawValue)
            table["cp\(number)"] = table["windows-\(number)"]
        }
        return table
    }()
}

/// EUC-JP, which Foundation has no decoder for on every platform; it holds the same characters as Shift-JIS.
enum EUCJapanese {
    /// `bytes` in Shift-JIS. A three-byte character, which Shift-JIS lacks, becomes the undefined pair 0xFC 0xFC.
    static func shiftJIS(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            let second = index + 1 < bytes.count ? bytes[index + 1] : 0
            if first == 0x8E, second >= 0xA1 {
                result.append(second)
                index += 2
            } else if first == 0x8F, second >= 0xA1 {
                result += [0xFC, 0xFC]
                index += 3
            } else if first >= 0xA1, first < 0xFF, second >= 0xA1, second < 0xFF {
                let row = Int(first) - 0xA1
                let column = Int(second) - 0xA1
                result.append(UInt8(row / 2 + (row < 62 ? 0x81 : 0xC1)))
                let trail = row % 2 == 0 ? column + 0x40 + (column >= 63 ? 1 : 0) : column + 0x9F
                result.append(UInt8(trail))
                index += 2
            } else {
                result.append(first < 0x80 ? first : 0xFD)
                index += 1
            }
        }
        return result
    }
}
