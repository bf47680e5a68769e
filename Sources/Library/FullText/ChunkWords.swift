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
        let chunk = spelled(text: text, headings: headings, title: title)
        var words = ChunkWords(count: chunk.text.count + chunk.headings.count, language: chunk.language)
        let stemmer = stemmer(of: chunk.language ?? .usual)
        for (part, weight) in [(chunk.text, 1), (chunk.headings, Self.headingWeight)] {
            for word in part {
                let stem = stemmer.stem(of: word)
                let (frequency, overflow) = words.frequencies[stem, default: 0].addingReportingOverflow(weight)
                words.frequencies[stem] = overflow ? .max : frequency
            }
        }
        return words
    }

    /// The words of a chunk's text, and those of its headings, each in order.
    mutating func sequences(text: String, headings: [String], title: String?) -> [[String]] {
        let chunk = spelled(text: text, headings: headings, title: title)
        let stemmer = stemmer(of: chunk.language ?? .usual)
        return [chunk.text, chunk.headings].map { $0.map(stemmer.stem) }
    }

    /// The words of a chunk's text and headings with their endings, and the language that they are in.
    private mutating func spelled(
        text: String, headings: [String], title: String?
    ) -> (text: [Substring], headings: [Substring], language: TextLanguage?) {
        let inText = scanner.words(of: text, for: .index).words
        let inHeadings = scanner.words(of: Self.path(headings, title), for: .index).words
        let language = TextLanguage.written(in: inText + inHeadings, leastFunctionWords: Self.leastFunctionWords)
        return (inText, inHeadings, language)
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
