internal import Documents
internal import Library
internal import Retrieval

/// A sentence of a snippet, word for word: what can be quoted.
struct Sentence: Sendable, Hashable {
    /// The snippet's place among the snippets, from 0.
    var snippet: Int
    /// UTF-8 offsets into the snippet's text.
    var range: Range<Int>
    /// The text as it stands in the document.
    var text: String

    /// The text on one line.
    var line: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// The sentences of a snippet in reading order: those of its paragraphs and list items, the rows of its tables, and each
    /// code block as a whole.
    static func sentences(of snippet: Snippet, at index: Int) -> [Sentence] {
        let bytes = Array(snippet.text.utf8)
        return snippet.pieces.flatMap { piece -> [Sentence] in
            let text = String(decoding: bytes[piece.range], as: UTF8.self)
            return ranges(in: text, kind: piece.kind).map { range in
                let place = piece.range.lowerBound + range.lowerBound..<piece.range.lowerBound + range.upperBound
                return Sentence(snippet: index, range: place, text: String(decoding: bytes[place], as: UTF8.self))
            }
        }
    }

    private static func ranges(in text: String, kind: Block.Kind) -> [Range<Int>] {
        switch kind {
        case .paragraph, .listItem: return SentenceBoundaries.ranges(in: text)
        case .heading: return []
        case .code: return [0..<text.utf8.count]
        case .table:
            var offset = 0
            return text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { row in
                defer { offset += row.utf8.count + 1 }
                return row.contains(where: { $0.isLetter || $0.isNumber }) ? offset..<offset + row.utf8.count : nil
            }
        }
    }
}
