internal import Documents
internal import Foundation

/// Divides streamed text into sentences, each with the white space after it, as soon as they are whole.
///
/// A sentence is given out when the next one has begun: only then its citation marks are complete.
package struct SentenceReader {
    /// A sentence and what stands between it and the next.
    package struct Part: Equatable, Sendable {
        package var sentence: String
        package var gap: String
    }

    private var buffer = ""

    package init() {}

    /// The sentences that `piece` completes. How a text is cut into pieces makes no difference to its sentences.
    package mutating func read(_ piece: String) -> [Part] {
        buffer += piece
        guard piece.contains(where: { !$0.isWhitespace }) else { return [] }
        let parts = Self.parts(of: buffer)
        guard parts.count > 1, let last = parts.last, Self.hasBegun(last.part.sentence) else { return [] }
        buffer = String(decoding: Array(buffer.utf8)[last.start...], as: UTF8.self)
        return parts.dropLast().map(\.part)
    }

    /// The rest, when the stream has ended.
    package mutating func finish() -> [Part] {
        defer { buffer = "" }
        return Self.parts(of: buffer).map(\.part)
    }

    /// Whether a sentence can no longer turn out to belong to the one before it: a mark may be a citation's, and a bracket or
    /// a quotation mark may be followed by a small letter.
    private static func hasBegun(_ sentence: String) -> Bool {
        let text = sentence.drop(while: \.isWhitespace)
        return text.contains(where: \.isLetter) || text.first != "[" && text.contains(where: \.isNumber)
    }

    /// The first sentence of a text, on one line and without quotation marks around it; nil where there is none.
    package static func firstSentence(of text: String) -> String? {
        guard let sentence = parts(of: text).first?.part.sentence else { return nil }
        let line = sentence.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let bare = line.trimmingCharacters(in: CharacterSet(charactersIn: "\"“”"))
        return bare.contains(where: { $0.isLetter || $0.isNumber }) ? bare : nil
    }

    /// Sentences by punctuation and by line, each with its UTF-8 offset; citation marks `[1]` after a full stop belong to the
    /// sentence before them.
    private static func parts(of text: String) -> [(part: Part, start: Int)] {
        var parts: [(part: Part, start: Int)] = []
        var lineStart = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = String(line)
            let bytes = Array(line.utf8)
            var end = 0
            for range in SentenceBoundaries.ranges(in: line) {
                let gap = String(decoding: bytes[end..<range.lowerBound], as: UTF8.self)
                let sentence = String(decoding: bytes[range], as: UTF8.self)
                if end == 0 || parts.isEmpty {
                    parts.append((Part(sentence: gap + sentence, gap: ""), lineStart + end))
                } else {
                    let (marks, rest) = leadingMarks(of: sentence)
                    parts[parts.count - 1].part.sentence += marks
                    parts[parts.count - 1].part.gap += gap
                    if !rest.isEmpty {
                        let start = lineStart + range.upperBound - rest.utf8.count
                        parts.append((Part(sentence: rest, gap: ""), start))
                    }
                }
                end = range.upperBound
            }
            if !parts.isEmpty { parts[parts.count - 1].part.gap += "\n" }
            lineStart += bytes.count + 1
        }
        if !parts.isEmpty { parts[parts.count - 1].part.gap.removeLast() }
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
