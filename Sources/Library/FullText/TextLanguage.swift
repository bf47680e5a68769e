/// A language whose words have endings that search does without, by the name that Snowball has for it.
package enum TextLanguage: String, CaseIterable, Codable, Comparable, Sendable {
    case arabic, catalan, danish, dutch, english, finnish, french, german, greek, hindi, hungarian, indonesian, italian,
        norwegian,
        portuguese, romanian, russian, spanish, swedish, turkish

    package static func < (a: TextLanguage, b: TextLanguage) -> Bool { a.rawValue < b.rawValue }

    /// The words that a text of no language in particular is read as: names, numbers, programs.
    static let usual = TextLanguage.english

    /// Words that are looked at.
    private static let sample = 120
    /// The least share of a language's function words among the words of a text in it.
    private static let leastShare = 0.08

    /// The language that a text is written in, by its script or by its function words; nil where they do not tell.
    ///
    /// - Parameter words: as ``WordScanner`` spells them.
    static func written(in words: some Sequence<Substring>, leastFunctionWords: Int = 1) -> TextLanguage? {
        var total = 0
        var counts: [TextLanguage: Int] = [:]
        for word in words.prefix(sample) {
            guard let first = word.unicodeScalars.first, first.isASCII || first.properties.isAlphabetic else {
                continue
            }
            total += 1
            if !first.isASCII, let language = scripts.first(where: { $0.range.contains(first.value) })?.language {
                counts[language, default: 0] += 1
            } else {
                for language in FunctionWords.languages[String(word)] ?? [] { counts[language, default: 0] += 1 }
            }
        }
        let best = counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key > $1.key }
        guard let best, best.value >= leastFunctionWords, Double(best.value) >= leastShare * Double(total) else {
            return nil
        }
        return best.key
    }

    /// Scripts of which Snowball knows one language, or of which one is the most frequent.
    private static let scripts: [(range: ClosedRange<UInt32>, language: TextLanguage)] = [
        (0x0370...0x03FF, .greek), (0x0400...0x052F, .russian), (0x0600...0x06FF, .arabic), (0x0900...0x097F, .hindi),
    ]
}
