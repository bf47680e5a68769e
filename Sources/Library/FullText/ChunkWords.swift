/// The words of a chunk as the full-text index has them.
struct ChunkWords: Sendable {
    /// The stems that it has, each once, by the numbers that ``ChunkSpeller/stems`` has for them, and how often: in the text once, in
    /// headings twice; 255 at most.
    var frequencies: [(stem: Int32, frequency: UInt8)] = []
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
    /// Function words by which a chunk is known to be in a language: one, such as “no”, is in many.
    private static let leastFunctionWords = 3

    /// All stems so far, by their numbers.
    private(set) var stems = ByteStrings()

    private var scanner = WordScanner()
    private var words = ByteStrings()
    /// Of each word what it says of the language.
    private var signs: [TextLanguage.Sign] = []
    /// The language of the chunk at hand, and of each word the number of its stem in it plus 1; 0 where it is not known yet.
    private var language = TextLanguage.usual
    private var stemsOfWords: [Int32] = []
    /// The same of the other languages.
    private var otherStems: [TextLanguage: [Int32]] = [:]
    private var stemmers: [TextLanguage: Stemmer] = [:]
    /// Of each stem where it is in the frequencies of the chunk at hand, plus 1.
    private var places: [Int32] = []

    init() {}

    /// The words of a chunk; the title counts among its headings, as it does for the embedder.
    mutating func words(text: String, headings: [String], title: String?) -> ChunkWords {
        let chunk = spelled(text: text, headings: headings, title: title)
        read(in: chunk.language ?? .usual)
        var result = ChunkWords(count: chunk.text.count + chunk.headings.count, language: chunk.language)
        for (part, weight) in [(chunk.text, 1), (chunk.headings, Self.headingWeight)] {
            for word in part {
                let stem = stem(of: word)
                if places[Int(stem)] == 0 {
                    result.frequencies.append((stem, 0))
                    places[Int(stem)] = Int32(result.frequencies.count)
                }
                let place = Int(places[Int(stem)]) - 1
                let (sum, overflow) = result.frequencies[place].frequency.addingReportingOverflow(weight)
                result.frequencies[place].frequency = overflow ? .max : sum
            }
        }
        for entry in result.frequencies { places[Int(entry.stem)] = 0 }
        return result
    }

    /// The words of a chunk's text, and those of its headings, each in order.
    mutating func sequences(text: String, headings: [String], title: String?) -> [[String]] {
        let chunk = spelled(text: text, headings: headings, title: title)
        read(in: chunk.language ?? .usual)
        return [chunk.text, chunk.headings].map { part in
            part.map { word in
                let stem = stem(of: word)
                return stems.string(Int(stem))
            }
        }
    }

    /// The words of a chunk's text and headings with their endings, by their numbers, and the language that they are in.
    private mutating func spelled(
        text: String, headings: [String], title: String?
    ) -> (text: [Int32], headings: [Int32], language: TextLanguage?) {
        let inText = numbers(of: text)
        let inHeadings = numbers(of: Self.path(headings, title))
        let language = TextLanguage.written(
            in: (inText + inHeadings).lazy.map { [signs] in signs[Int($0)] },
            leastFunctionWords: Self.leastFunctionWords)
        return (inText, inHeadings, language)
    }

    private mutating func numbers(of text: String) -> [Int32] {
        var numbers: [Int32] = []
        scanner.forEachWord(of: text, for: .index) { bytes in
            let number = words.number(of: bytes)
            if Int(number) == signs.count {
                signs.append(TextLanguage.Sign(Substring(String(decoding: bytes, as: UTF8.self))))
            }
            numbers.append(number)
        }
        return numbers
    }

    private static func path(_ headings: [String], _ title: String?) -> String {
        guard let title, headings.first != title else { return headings.joined(separator: "\n") }
        return ([title] + headings).joined(separator: "\n")
    }

    private mutating func read(in language: TextLanguage) {
        if language != self.language {
            otherStems[self.language] = stemsOfWords
            stemsOfWords = otherStems.removeValue(forKey: language) ?? []
            self.language = language
        }
        stemsOfWords += [Int32](repeating: 0, count: words.count - stemsOfWords.count)
    }

    /// The number of a word's stem in the language at hand.
    private mutating func stem(of word: Int32) -> Int32 {
        if stemsOfWords[Int(word)] > 0 { return stemsOfWords[Int(word)] - 1 }
        let bytes = stemmer(of: language).stem(of: words.bytes(Int(word)))
        let stem = bytes.withUnsafeBufferPointer { stems.number(of: $0) }
        if Int(stem) == places.count { places.append(0) }
        stemsOfWords[Int(word)] = stem + 1
        return stem
    }

    private mutating func stemmer(of language: TextLanguage) -> Stemmer {
        if let known = stemmers[language] { return known }
        let stemmer = Stemmer(language)
        stemmers[language] = stemmer
        return stemmer
    }
}
