/// A question as an FTS5 expression: any word counts, none is required, and nothing in it is syntax but quotation marks, inside which
/// words are also looked for as they follow one another.
///
/// ```swift
/// FullTextQuery("What is the drag of a flat plate?")?.expression  // "\"drag\" OR \"flat\" OR \"plate\""
/// FullTextQuery("the \"flat plate\"")?.expression  // "\"flat\" OR \"plate\" OR \"flat plate\""
/// ```
package struct FullTextQuery: Equatable {
    /// A word, or several that follow one another.
    struct Phrase: Equatable {
        var text: String
        /// How much it counts, 1 for a word as it was written.
        var weight: Float
        var isWord = true
    }

    /// Words that one query looks up; a longer question counts up to there.
    package static let mostWords = 128
    /// Quoted phrases that one query looks up.
    private static let mostPhrases = 16
    /// What each word of a quoted phrase adds to its weight: text that has it comes before text that has the words more often.
    private static let quotedWeight: Float = 2
    /// What a word counts that was perhaps meant.
    private static let variantWeight: Float = 0.7

    private(set) var phrases: [Phrase]

    /// The expression for `question`, or nil where it has no word at all.
    package init?(_ question: String) {
        var scanner = WordScanner()
        let words = scanner.words(of: question, for: .query).text.utf8.split(separator: UInt8(ascii: " "))
            .map { Substring($0) }
        let telling = words.filter { !StopWords.english.contains($0) }
        var seen: Set<Substring> = []
        let distinct = (telling.isEmpty ? words : telling).filter { seen.insert($0).inserted }.prefix(Self.mostWords)
        guard !distinct.isEmpty else { return nil }
        let quoted = QuotedPhrase.phrases(in: question).map { scanner.words(of: String($0), for: .query) }
            .filter { (2...Self.mostWords).contains($0.count) && seen.insert(Substring($0.text)).inserted }
            .prefix(Self.mostPhrases)
        phrases =
            distinct.map { Phrase(text: String($0), weight: 1) }
            + quoted.map { Phrase(text: $0.text, weight: Self.quotedWeight * Float($0.count), isWord: false) }
    }

    /// What `MATCH` takes.
    package var expression: String {
        phrases.map { phrase in
            phrase.text.hasSuffix("*") ? "\"\(phrase.text.dropLast())\" *" : "\"\(phrase.text)\""
        }.joined(separator: " OR ")
    }

    /// Adds words that may have been meant.
    mutating func add(variants: [String]) {
        for word in variants where !phrases.contains(where: { $0.text == word }) {
            phrases.append(Phrase(text: word, weight: Self.variantWeight))
        }
    }
}
