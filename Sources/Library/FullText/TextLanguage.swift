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
    static func written(in words: some Sequence<Substring>) -> TextLanguage? {
        written(in: words.prefix(sample).lazy.map(Sign.init), leastFunctionWords: 1)
    }

    /// The same, by what is known of each word.
    static func written(in signs: some Sequence<Sign>, leastFunctionWords: Int) -> TextLanguage? {
        var total = 0
        var counts: [TextLanguage: Int] = [:]
        for sign in signs.prefix(sample) where sign.isCounted {
            total += 1
            for language in sign.languages { counts[language, default: 0] += 1 }
        }
        let best = counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key > $1.key }
        guard let best, best.value >= leastFunctionWords, Double(best.value) >= leastShare * Double(total) else {
            return nil
        }
        return best.key
    }

    /// What a word says of the language of a text.
    struct Sign {
        /// Whether it is a word, not a number or a sign of another kind.
        var isCounted = false
        /// The languages that it is a function word of, or whose script it is in.
        var languages: [TextLanguage] = []

        init(_ word: Substring) {
            guard let first = word.unicodeScalars.first, first.isASCII || first.properties.isAlphabetic else { return }
            isCounted = true
            if !first.isASCII, let language = scripts.first(where: { $0.range.contains(first.value) })?.language {
                languages = [language]
            } else {
                languages = FunctionWords.languages[String(word)] ?? []
            }
        }
    }

    /// Scripts of which Snowball knows one language, or of which one is the most frequent.
    private static let scripts: [(range: ClosedRange<UInt32>, language: TextLanguage)] = [
        (0x0370...0x03FF, .greek), (0x0400...0x052F, .russian), (0x0600...0x06FF, .arabic), (0x0900...0x097F, .hindi),
    ]
}
