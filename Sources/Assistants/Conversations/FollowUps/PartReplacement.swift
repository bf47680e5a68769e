internal import Documents
internal import Foundation

/// A question in which another part stands in the place of the part that is like it.
struct PartReplacement {
    /// The question with the new part.
    let text: String

    /// - Parameters:
    ///   - part: what the user wrote: "in Leeds", "E-09", "广州".
    ///   - question: the former question, complete.
    ///   - answer: its turn, whose answer tells which part of a Chinese question it was that mattered.
    init(part: String, question: String, answer: Turn) {
        text =
            question.hasHan
            ? Self.chinese(part, in: question, answer)
            : Self.english(part, in: question)
    }

    private static func english(_ part: String, in question: String) -> String {
        let bare = question.trimming { $0.isWhitespace || "?.!".contains($0) }
        let words = bare.split(whereSeparator: \.isWhitespace).map(String.init)
        var new = part.split(separator: " ").map(String.init)
        let small = new[0].lowercased()
        if EnglishFollowUp.prepositions.contains(small) { new[0] = small }
        guard let range = place(of: new, in: words) else { return "\(bare) \(new.joined(separator: " "))?" }
        return (words[..<range.lowerBound] + new + words[range.upperBound...]).joined(separator: " ") + "?"
    }

    /// Where the part belongs: instead of an identifier, a phrase with the same preposition, or a name.
    private static func place(of part: [String], in words: [String]) -> Range<Int>? {
        let isIdentifier = { (word: String) in !Terms.identifiers(in: word).isEmpty }
        if part.contains(where: isIdentifier), let index = words.lastIndex(where: isIdentifier) {
            // "E-09" alone takes the identifier's place; "on E-09" that of its phrase.
            if part.count == 1 { return index..<index + 1 }
        }
        let first = part[0].lowercased()
        if EnglishFollowUp.prepositions.contains(first) {
            let alike: Set<String> = ["in", "at", "on"].contains(first) ? ["in", "at", "on"] : [first]
            guard let start = words.lastIndex(where: { alike.contains($0.lowercased()) }), start > 0 else { return nil }
            return start..<phraseEnd(from: start + 1, in: words)
        }
        guard part.allSatisfy(isName) else { return nil }
        guard let last = words.indices.dropFirst().last(where: { isName(words[$0]) && words[$0] != "I" }) else {
            return nil
        }
        var start = last
        while start > 1, isName(words[start - 1]) { start -= 1 }
        return start..<last + 1
    }

    /// Behind the last word of a phrase: at the next preposition or word that joins, or the end.
    private static func phraseEnd(from start: Int, in words: [String]) -> Int {
        var end = start
        while end < words.count {
            let word = words[end].lowercased()
            if end > start, EnglishFollowUp.prepositions.contains(word) || joints.contains(word) { break }
            end += 1
            if words[end - 1].last == "," { break }
        }
        return end
    }

    private static let joints: Set<String> = [
        "and", "or", "if", "when", "that", "which", "who", "do", "does", "did", "is", "are", "can", "may", "must",
        "will",
    ]

    private static func isName(_ word: String) -> Bool { word.first.map { $0.isUppercase || $0.isNumber } ?? false }

    /// Instead of the same number of characters with the same ending, or of what the question shares with the answer's sentence and not
    /// with the headings above it.
    private static func chinese(_ part: String, in question: String, _ answer: Turn) -> String {
        let characters = Array(question)
        let new = Array(part)
        for shared in stride(from: new.count - 1, through: max(1, new.count / 2), by: -1) {
            let ending = Array(new.suffix(shared))
            guard characters.count >= new.count else { break }
            for start in (0...(characters.count - new.count)).reversed()
            where
                Array(characters[(start + new.count - shared)..<(start + new.count)]) == ending
            {
                return String(characters[..<start]) + part + String(characters[(start + new.count)...])
            }
        }
        if let citation = answer.citations.first(where: \.supported) {
            let headings = citation.headings.joined(separator: "\n")
            for length in stride(from: 6, through: 2, by: -1) where characters.count >= length {
                for start in 0...(characters.count - length) {
                    let piece = String(characters[start..<start + length])
                    if piece.allSatisfy(\.isLetter), citation.quote.contains(piece), !headings.contains(piece) {
                        return String(characters[..<start]) + part + String(characters[(start + length)...])
                    }
                }
            }
        }
        return "\(part)：\(question)"
    }
}

extension String {
    /// The text without characters of a kind at its ends.
    func trimming(_ isLeftOut: (Character) -> Bool) -> String { self[...].trimming(isLeftOut) }
}

extension Substring {
    /// The text without characters of a kind at its ends.
    func trimming(_ isLeftOut: (Character) -> Bool) -> String {
        var rest = self
        while let first = rest.first, isLeftOut(first) { rest.removeFirst() }
        while let last = rest.last, isLeftOut(last) { rest.removeLast() }
        return String(rest)
    }
}
