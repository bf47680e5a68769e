internal import Documents
internal import Foundation

/// Divides streamed text into sentences, each with the white space after it, as soon as they are whole.
///
/// A sentence is given out when the next one has begun: only then its citation marks are complete.
struct SentenceReader {
    /// A sentence and what stands between it and the next.
    struct Part: Equatable {
        var sentence: String
        var gap: String
    }

    private var buffer = ""

    /// The sentences that `piece` completes.
    mutating func read(_ piece: String) -> [Part] {
        buffer += piece
        guard piece.contains(where: { !$0.isWhitespace }) else { return [] }
        var parts = Self.parts(of: buffer)
        guard parts.count > 1, let last = parts.popLast() else { return [] }
        if last.sentence.first == "[", !last.sentence.contains(where: \.isLetter) { return [] }
        buffer = last.sentence + last.gap
        return parts
    }

    /// The rest, when the stream has ended.
    mutating func finish() -> [Part] {
        defer { buffer = "" }
        return Self.parts(of: buffer)
    }

    /// The first sentence of a text, on one line and without quotation marks around it; nil where there is none.
    static func firstSentence(of text: String) -> String? {
        guard let sentence = parts(of: text).first?.sentence else { return nil }
        let line = sentence.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let bare = line.trimmingCharacters(in: CharacterSet(charactersIn: "\"“”"))
        return bare.contains(where: { $0.isLetter || $0.isNumber }) ? bare : nil
    }

    /// Sentences by punctuation and by line; citation marks `[1]` after a full stop belong to the sentence before them.
    private static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = String(line)
            let bytes = Array(line.utf8)
            var end = 0
            for range in SentenceBoundaries.ranges(in: line) {
                let gap = String(decoding: bytes[end..<range.lowerBound], as: UTF8.self)
                let sentence = String(decoding: bytes[range], as: UTF8.self)
                if end == 0 || parts.isEmpty {
                    parts.append(Part(sentence: gap + sentence, gap: ""))
                } else {
                    let (marks, rest) = leadingMarks(of: sentence)
                    parts[parts.count - 1].sentence += marks
                    parts[parts.count - 1].gap += gap
                    if !rest.isEmpty { parts.append(Part(sentence: rest, gap: "")) }
                }
                end = range.upperBound
            }
            if !parts.isEmpty { parts[parts.count - 1].gap += "\n" }
        }
        if !parts.isEmpty { parts[parts.count - 1].gap.removeLast() }
        return parts
    }

    /// Divides `[1][2] The next sentence.` into its citation marks, which belong to the sentence before, and the rest.
    private static func leadingMarks(of sentence: String) -> (marks: String, rest: String) {
        var rest = Substring(sentence)
        while rest.first == "[", let close = rest.firstIndex(of: "]"),
            rest[rest.index(after: rest.startIndex)..<close].allSatisfy({ $0.isNumber || $0 == "," || $0 == " " })
        {
            rest = rest[rest.index(after: close)...].drop { $0 == " " }
        }
        return (String(sentence[..<rest.startIndex]).trimmingCharacters(in: .whitespaces), String(rest))
    }
}
