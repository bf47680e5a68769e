internal import Foundation

/// Divides text into the words of full-text search.
///
/// - Words of scripts with spaces are folded (``ScalarSpelling``); stemming is left to the index.
/// - Scripts without spaces give pairs of neighbouring characters. Han characters count alone too, as many are words; of
///   others the last one of a run stands alone, so that a query of one character can find them all as a prefix.
/// - Thai, Lao, Khmer and Burmese are also divided into words, by ICU's dictionaries. Their words are found whole and in parts, since the
///   dictionaries have compounds.
/// - Identifiers (`camelCase`, `snake_case`, `AB-1234`, `v1.2.3`) are words as a whole and in their parts.
///
/// Time and memory are linear in the text. A scanner is cheap to make and faster when reused.
package struct WordScanner {
    private var spellings: [UInt32: ScalarSpelling] = [:]
    private var identifier = IdentifierRun()
    private var units = UnitRun()
    private var dictionary = DictionaryRun()
    private var buffer = WordBuffer()

    /// Creates a scanner.
    package init() {}

    /// The words of `text`; for a query, single characters of scripts without spaces end in `*`.
    package mutating func words(of text: String, for purpose: SearchWords.Purpose) -> SearchWords {
        scan(text, purpose)
        return SearchWords(text: String(decoding: buffer.bytes, as: UTF8.self), count: buffer.count)
    }

    /// Calls `body` with the UTF-8 of each word, in order.
    mutating func forEachWord(
        of text: String, for purpose: SearchWords.Purpose, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        scan(text, purpose)
        buffer.bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
                body(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                start = end + 1
            }
        }
    }

    /// Fills the buffer.
    private mutating func scan(_ text: String, _ purpose: SearchWords.Purpose) {
        var text = text
        if !text.withUTF8({ scan($0, purpose) }) {
            // Foundation leaves marks that only the compatibility mapping makes uncomposed.
            var composed = text.precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
            _ = composed.withUTF8 { scan($0, purpose, composed: true) }
        }
    }

    /// Whether the scan reached the end; it stops where text must be composed first.
    private mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, _ purpose: SearchWords.Purpose, composed: Bool = false
    ) -> Bool {
        buffer.removeAll()
        identifier.removeAll()
        units.removeAll()
        dictionary.removeAll()
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                endUnspaced(purpose)
                index = scanASCII(bytes, at: index)
                continue
            }
            let (scalar, length) = Self.scalar(bytes, at: index)
            if Self.isCommonUnit(scalar.value) {
                identifier.end(into: &buffer)
                dictionary.end(into: &buffer)
                units.append(bytes[index..<index + length], isHan: ScalarSpelling.isHan(scalar.value))
            } else if scalar == Self.zeroWidthSpace, !dictionary.isEmpty {
                // Where Khmer and Burmese have it, it divides words.
                endUnspaced(purpose)
            } else {
                switch spelling(of: scalar) {
                case .decomposed where !composed: return false
                case .decomposed: break
                case .separator:
                    endRuns(purpose)
                case .word(let folded):
                    if !folded.isEmpty { endUnspaced(purpose) }
                    identifier.append(folded)
                case .unit(let folded):
                    identifier.end(into: &buffer)
                    dictionary.end(into: &buffer)
                    units.append(folded, isHan: ScalarSpelling.isHan(scalar.value))
                case .dictionaryUnit(let folded):
                    identifier.end(into: &buffer)
                    dictionary.append(bytes[index..<index + length])
                    units.append(folded, isHan: false)
                case .mark(let mark):
                    if !units.isEmpty { units.attach(mark) } else if !identifier.isEmpty { identifier.append(mark) }
                    if !dictionary.isEmpty { dictionary.attach(mark) }
                case .apostrophe:
                    endUnspaced(purpose)
                    index += identifier.apostrophe(followedBy: bytes[(index + length)...])
                    identifier.end(into: &buffer)
                }
            }
            index += length
        }
        endRuns(purpose)
        return true
    }

    /// Takes one ASCII character, or several that belong together. Returns the index after it.
    private mutating func scanASCII(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let byte = bytes[index]
        let rest = bytes[(index + 1)...]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): identifier.append(lower: byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): identifier.append(upper: byte, followedBy: rest.first)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): identifier.append(digit: byte)
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            if let next = rest.first, Self.continuesWord(next), !identifier.isEmpty {
                identifier.connect(byte)
            } else {
                identifier.end(into: &buffer)
            }
        case UInt8(ascii: ","):
            if !identifier.isThousandsSeparator(followedBy: rest) { identifier.end(into: &buffer) }
        case UInt8(ascii: "'"):
            let skipped = identifier.apostrophe(followedBy: rest)
            identifier.end(into: &buffer)
            return index + 1 + skipped
        case UInt8(ascii: "+"), UInt8(ascii: "#"):
            let skipped = identifier.languageSuffix(byte, followedBy: rest, into: &buffer)
            identifier.end(into: &buffer)
            return index + 1 + skipped
        default: identifier.end(into: &buffer)
        }
        return index + 1
    }

    private mutating func endRuns(_ purpose: SearchWords.Purpose) {
        identifier.end(into: &buffer)
        endUnspaced(purpose)
    }

    private mutating func endUnspaced(_ purpose: SearchWords.Purpose) {
        dictionary.end(into: &buffer)
        units.end(into: &buffer, for: purpose)
    }

    private static let zeroWidthSpace: Unicode.Scalar = "\u{200B}"

    private mutating func spelling(of scalar: Unicode.Scalar) -> ScalarSpelling {
        if let known = spellings[scalar.value] { return known }
        let spelling = ScalarSpelling(scalar)
        spellings[scalar.value] = spelling
        return spelling
    }

    /// Han, Kana and Hangul that are their own spelling, the bulk of such texts.
    private static func isCommonUnit(_ value: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(value) || (0xAC00...0xD7A3).contains(value) || (0x3041...0x3096).contains(value)
            || (0x30A1...0x30FA).contains(value)
    }

    /// Whether a connector before this byte joins words: a letter or digit of ASCII, or a scalar outside it.
    private static func continuesWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: false
        }
    }

    /// The scalar whose lead byte stands at `index`, and its length in bytes. A `String`'s UTF-8 is always valid.
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
        let lead = UInt32(bytes[index])
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = lead & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}
