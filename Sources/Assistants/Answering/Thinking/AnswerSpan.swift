internal import Documents

/// A run of whole words of a sentence that may be what was asked for.
struct AnswerSpan: Sendable, Hashable {
    /// The sentence's place among those that are considered, from 0.
    var sentence: Int
    /// Its words' places in the sentence, from 0.
    var words: Range<Int>
    /// The words as they stand in the sentence's statement.
    var text: String

    /// The most words of an answer; of the questions of `squadshifts-wiki` 97 % have one that is no longer.
    static let longest = 8

    /// The runs of a sentence that can answer a question: up to ``longest`` words that neither begin nor end with a word which only joins
    /// others, and say more than the question does. Empty for Chinese and Japanese, which put no space between words.
    ///
    /// - Parameters:
    ///   - statement: the sentence as an answer states it.
    ///   - place: its place among those that are considered.
    static func spans(of statement: String, at place: Int, question: String) -> [AnswerSpan] {
        guard !statement.hasHan else { return [] }
        let known = Set(question.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
        let words = words(of: statement)
        let spelled = words.map { statement[$0].lowercased() }
        let tells = spelled.map { word in
            word.split { !$0.isLetter && !$0.isNumber }.contains {
                !known.contains(String($0)) && !joining.contains(String($0))
            }
        }
        return words.indices.flatMap { first -> [AnswerSpan] in
            guard !joining.contains(spelled[first]) || opening.contains(spelled[first]) else { return [] }
            return (first..<min(words.count, first + longest)).compactMap { last in
                guard !joining.contains(spelled[last]), tells[first...last].contains(true) else { return nil }
                return AnswerSpan(
                    sentence: place, words: first..<last + 1,
                    text: String(statement[words[first].lowerBound..<words[last].upperBound]))
            }
        }
    }

    /// The words of a text, without the marks around them.
    static func words(of text: String) -> [Range<String.Index>] {
        text.split(whereSeparator: \.isWhitespace).compactMap { run in
            let isPart = { (character: Character) in character.isLetter || character.isNumber }
            guard var first = run.firstIndex(where: isPart), let last = run.lastIndex(where: isPart) else { return nil }
            if first > run.startIndex, run[run.index(before: first)].isCurrencySymbol {
                first = run.index(before: first)
            }
            var end = run.index(after: last)
            if end < run.endIndex, run[end] == "%" { end = run.index(after: end) }
            return first..<end
        }
    }

    /// Words that join others.
    private static let joining: Set<String> = [
        "a", "an", "the", "and", "or", "of", "but", "is", "was", "were", "are", "be", "been", "has", "had", "have",
        "which",
        "that", "who", "whose", "as", "by", "to", "with", "for", "in", "on", "at", "from", "it", "its", "he", "she",
        "they",
        "this", "these", "their", "his", "her", "after", "before", "during", "since", "until", "while", "when", "where",
        "if",
        "than", "into", "also", "however", "there",
    ]
    /// Those of them with which an answer may begin.
    private static let opening: Set<String> = [
        "a", "an", "the", "in", "on", "at", "from", "their", "his", "her", "after", "before", "during", "since",
        "until",
    ]
}
