internal import Documents
internal import Foundation

/// Divides a question that asks for several things, so that each is searched for by itself: passages that answer one of them are far from
/// the words and the meaning of the whole.
///
/// ```swift
/// QuestionParts.parts(of: "How long is the notice period, and what does error E-07 mean?")
/// // ["How long is the notice period", "what does error E-07 mean?"]
/// ```
package enum QuestionParts {
    /// Further ones are not divided.
    private static let mostParts = 4
    /// Fewer words are no question of their own.
    private static let leastWords = 3

    /// The parts in order; the question itself where it asks for one thing, or where a part needs what another one names.
    package static func parts(of question: String) -> [String] {
        let bytes = Array(question.utf8)
        let sentences = SentenceBoundaries.ranges(in: question).map { String(decoding: bytes[$0], as: UTF8.self) }
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
        guard sentences.allSatisfy(asks) else { return [question] }
        let parts = sentences.flatMap(divided)
        guard (2...mostParts).contains(parts.count), parts.allSatisfy(standsAlone) else { return [question] }
        return parts
    }

    private static func asks(_ sentence: String) -> Bool { sentence.hasSuffix("?") || sentence.hasSuffix("？") }

    /// A sentence divided where another question begins behind a comma or an “and”.
    private static func divided(_ sentence: String) -> [String] {
        let separators =
            sentence.hasHan
            ? sentence.ranges(of: /[，；,;](?:并且|以及|还有|另外)?/)
            : sentence.ranges(of: /(?:[,;]\s+(?:and\s+|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y)\s+)/)
        var parts: [String] = []
        var start = sentence.startIndex
        for separator in separators
        where asksSomething(sentence[start..<separator.lowerBound]) && beginsQuestion(sentence[separator.upperBound...])
        {
            parts.append(String(sentence[start..<separator.lowerBound]))
            start = separator.upperBound
        }
        return parts + [String(sentence[start...])]
    }

    private static let interrogatives: Set<String> = [
        "what", "how", "when", "where", "who", "whom", "whose", "which", "why", "was", "wie", "wann", "wo", "wer",
        "wem", "wen",
        "welche", "welcher", "welches", "warum", "quel", "quelle", "comment", "quand", "qui", "pourquoi", "combien",
        "cuál",
        "cómo", "cuándo", "dónde", "quién", "cuánto", "cuántos", "cuántas",
    ]
    private static let chineseInterrogatives = ["什么", "多少", "怎么", "如何", "哪", "谁", "几", "何时", "为什么", "多久", "多长"]
    /// Words that stand for what another part names.
    private static let pronouns: Set<String> = [
        "it", "its", "they", "them", "their", "this", "that", "these", "those", "he", "she", "him", "her", "his", "es",
        "sie",
        "er", "ihn", "ihm", "diese", "dieser", "dieses", "il", "elle", "ils", "elles", "ello", "esto", "eso",
    ]

    private static func words(_ text: some StringProtocol) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func asksSomething(_ text: Substring) -> Bool {
        chineseInterrogatives.contains(where: text.contains) || words(text).contains(where: interrogatives.contains)
    }

    private static func beginsQuestion(_ text: Substring) -> Bool {
        text.hasHan
            ? chineseInterrogatives.contains(where: text.contains)
            : words(text.prefix(40)).first.map(interrogatives.contains) == true
    }

    private static func standsAlone(_ part: String) -> Bool {
        if part.hasHan {
            return part.count >= 2 * leastWords && !["它", "他们", "她", "这个", "那个"].contains(where: part.contains)
        }
        let words = words(part)
        return words.count >= leastWords && !words.contains(where: pronouns.contains)
    }
}
