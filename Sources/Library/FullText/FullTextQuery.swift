/// A question as an FTS5 expression: any word counts, none is required, and nothing in it is syntax.
///
/// ```swift
/// FullTextQuery("What is the drag of a flat plate?")?.expression  // "\"drag\" OR \"flat\" OR \"plate\""
/// ```
struct FullTextQuery: Equatable {
    /// Words that one query looks up; a longer question counts up to there.
    static let mostWords = 128

    /// What `MATCH` takes.
    let expression: String

    /// The expression for `question`, or nil where it has no word at all.
    init?(_ question: String) {
        var scanner = WordScanner()
        let words = scanner.words(of: question, for: .query).text.split(separator: " ")
        let telling = words.filter { !StopWords.english.contains($0) }
        var seen: Set<Substring> = []
        let distinct = (telling.isEmpty ? words : telling).filter { seen.insert($0).inserted }
        guard !distinct.isEmpty else { return nil }
        expression = distinct.prefix(Self.mostWords).map { word in
            word.hasSuffix("*") ? "\"\(word.dropLast())\" *" : "\"\(word)\""
        }.joined(separator: " OR ")
    }
}
