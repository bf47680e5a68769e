/// The words of a chunk as the full-text index has them.
struct ChunkWords: Equatable, Sendable {
    /// How often each word stands in the text, and, twice, in headings; 255 at most.
    var frequencies: [String: UInt8] = [:]
    /// How many words, headings included, which is the chunk's length.
    var count = 0
    /// The language whose endings are taken off, where the text tells.
    var language: TextLanguage?
}

/// Spells chunks for the full-text index: divides them into words, and takes off the endings of the language that each is written in.
///
/// The words of a chunk follow from its text alone, so that they are found again when it is deleted.
struct ChunkSpeller {
    /// How often a word of a heading or title counts: on the sets of `Benchmarks/README.md` twice was better than once by up to 0.005 of
    /// nDCG@10 for words alone, and more often gained no more.
    private static let headingWeight: UInt8 = 2

    private var scanner = WordScanner()
    private var stemmers: [TextLanguage: Stemmer] = [:]

    /// The words of a chunk; the title counts among its headings, as it does for the embedder.
    mutating func words(text: String, headings: [String], title: String?) -> ChunkWords {
        let inText = scanner.words(of: text, for: .index)
        let inHeadings = scanner.words(of: Self.path(headings, title), for: .index)
        let all = inText.words + inHeadings.words
        var words = ChunkWords(
            count: inText.count + inHeadings.count,
            language: .written(in: all, leastFunctionWords: Self.leastFunctionWords))
        let stemmer = stemmer(of: words.language ?? .usual)
        for (place, word) in all.enumerated() {
            let weight = place < inText.count ? 1 : Self.headingWeight
            let stem = stemmer.stem(of: word)
            let (frequency, overflow) = words.frequencies[stem, default: 0].addingReportingOverflow(weight)
            words.frequencies[stem] = overflow ? .max : frequency
        }
        return words
    }

    /// The words of a chunk's text, and those of its headings, each in order.
    mutating func sequences(text: String, headings: [String], title: String?) -> [[String]] {
        let language = words(text: text, headings: headings, title: title).language ?? .usual
        let stemmer = stemmer(of: language)
        return [text, Self.path(headings, title)].map { part in
            scanner.words(of: part, for: .index).words.map(stemmer.stem)
        }
    }

    /// Function words by which a chunk is known to be in a language: one, such as “no”, is in many.
    private static let leastFunctionWords = 3

    private static func path(_ headings: [String], _ title: String?) -> String {
        guard let title, headings.first != title else { return headings.joined(separator: "\n") }
        return ([title] + headings).joined(separator: "\n")
    }

    private mutating func stemmer(of language: TextLanguage) -> Stemmer {
        if let known = stemmers[language] { return known }
        let stemmer = Stemmer(language)
        stemmers[language] = stemmer
        return stemmer
    }
}
