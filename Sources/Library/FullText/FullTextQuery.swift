/// A question as an FTS5 expression: any word counts, none is required, and nothing in it is syntax.
///
/// ```swift
/// FullTextQuery("What is the drag of a flat plate?")?.expression  // "\"drag\" OR \"flat\" OR \"plate\""
/// ```
package struct FullTextQuery: Equatable {
    /// Words that one query looks up; a longer question counts up to there.
    package static let mostWords = 128

    /// What `MATCH` takes.
    package let expression: String

    /// The expression for `question`, or nil where it has no word at all.
    package init?(_ question: String) {
        var scanner = WordScanner()
        let words = scanner.words(of: question, for: .query).text.utf8.split(separator: UInt8(ascii: " "))
            .map { Substring($0) }
        let telling = words.filter { !StopWords.english.contains($0) }
        var seen: Set<Substring> = []
        let distinct = (telling.isEmpty ? words : telling).filter { seen.insert($0).inserted }
        guard !distinct.isEmpty else { return nil }
        expression = distinct.prefix(Self.mostWords).map { word in
            word.hasSuffix("*") ? "\"\(word.dropLast())\" *" : "\"\(word)\""
        }.joined(separator: " OR ")
    }
}
