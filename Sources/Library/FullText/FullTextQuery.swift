/// A question as words to look up: any word counts, none is required, and nothing in it is syntax but quotation marks, inside which words
/// are also looked for as they follow one another.
struct FullTextQuery: Equatable {
    /// A word of the question.
    struct Word: Equatable {
        /// The word as ``WordScanner`` spells it.
        var text: String
        /// What it is in the index: its stems in the languages of the documents.
        var stems: [String]
        /// How much it counts, 1 for a word as it was written; 0 for one that only a phrase needs.
        var weight: Float
        /// Whether every word counts that begins with the stem.
        var isPrefix = false
    }

    /// Words that follow one another.
    struct Phrase: Equatable {
        /// Indices of `words`.
        var words: [Int]
        var weight: Float
    }

    /// Words that one query looks up; a longer question counts up to there.
    static let mostWords = 128
    /// Quoted phrases that one query looks up.
    private static let mostPhrases = 16
    /// What each word of a quoted phrase adds to its weight: text that has it comes before text that has the words more often.
    private static let quotedWeight: Float = 2
    /// What a word counts that was perhaps meant.
    private static let variantWeight: Float = 0.7

    private(set) var words: [Word] = []
    private(set) var phrases: [Phrase] = []

    /// The words of `question`, without those that ask for nothing in its language, unless it has no others; nil where it has no word at
    /// all.
    ///
    /// - Parameter languages: those that documents are written in.
    init?(_ question: String, languages: Set<TextLanguage>) {
        var scanner = WordScanner()
        let all = scanner.words(of: question, for: .query).words
        let own = TextLanguage.written(in: all).flatMap { languages.contains($0) ? $0 : nil } ?? .usual
        let unasked = FunctionWords.words[own] ?? []
        let telling = all.filter { !unasked.contains($0) }
        let stemmers = languages.union([.usual]).sorted().map(Stemmer.init)
        var places: [Substring: Int] = [:]
        func place(of word: Substring, weight: Float) -> Int {
            if let known = places[word] { return known }
            let isPrefix = word.hasSuffix("*")
            let stems =
                isPrefix
                ? [String(word.dropLast())]
                : Set(stemmers.map { String(decoding: $0.stem(of: word.utf8), as: UTF8.self) }).sorted()
            words.append(Word(text: String(word), stems: stems, weight: weight, isPrefix: isPrefix))
            places[word] = words.count - 1
            return words.count - 1
        }
        for word in telling.isEmpty ? all : telling where words.count < Self.mostWords {
            _ = place(of: word, weight: 1)
        }
        guard !words.isEmpty else { return nil }
        for text in QuotedPhrase.phrases(in: question).prefix(Self.mostPhrases) {
            let spelled = scanner.words(of: String(text), for: .query).words
            guard (2...Self.mostWords).contains(spelled.count) else { continue }
            let phrase = Phrase(
                words: spelled.map { place(of: $0, weight: 0) }, weight: Self.quotedWeight * Float(spelled.count))
            if !phrases.contains(phrase) { phrases.append(phrase) }
        }
    }

    /// Adds words of the index that may have been meant.
    mutating func add(variants: [String]) {
        for stem in variants where !words.contains(where: { $0.stems == [stem] }) {
            words.append(Word(text: stem, stems: [stem], weight: Self.variantWeight))
        }
    }
}
