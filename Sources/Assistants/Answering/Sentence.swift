internal import Foundation
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
    /// What stands before it and is needed to understand it: the question that it answers, the head of its table. "" for most.
    var lead = ""

    /// The text on one line.
    var line: String { Self.line(text) }
    /// What to judge the sentence by: its lead and its text.
    var meaning: String { lead.isEmpty ? line : "\(Self.line(lead)) \(line)" }

    /// The text as an answer states it: a row of a table with the head of its columns, “Office: Leeds; Days: 27”. Marks such as [1] are those
    /// of the document, and would be taken for the answer's.
    var statement: String {
        let heads = Self.cells(lead), cells = Self.cells(text)
        guard heads.count > 1, heads.count == cells.count else {
            let bare = line.replacing(#/ ?\[(?:[0-9]+|\?)\]/#, with: "").trimmingCharacters(in: .whitespaces)
            return bare.isEmpty ? line : bare
        }
        return zip(heads, cells).filter { !$1.isEmpty }.map { $0.isEmpty ? $1 : "\($0): \($1)" }.joined(separator: "; ")
    }

    private static func cells(_ row: String) -> [String] {
        row.components(separatedBy: " | ").map { line($0) }
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The sentences of a snippet in reading order: those of its paragraphs and list items, the rows of its tables, and each
    /// code block as a whole. A question states nothing, nor does the head of a table: they lead what comes after them. A
    /// short label such as “E-07” begins the sentence after it, also across other short paragraphs (“Memory full”); the next
    /// label with a number ends it.
    static func sentences(of snippet: Snippet, at index: Int) -> [Sentence] {
        let bytes = Array(snippet.text.utf8)
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        var sentences: [Sentence] = []
        var question = snippet.headings.last.flatMap { isQuestion($0) ? $0 : nil } ?? ""
        var label: Range<Int>?
        for piece in snippet.pieces {
            let rows = ranges(in: text(piece.range), kind: piece.kind)
                .map { piece.range.lowerBound + $0.lowerBound..<piece.range.lowerBound + $0.upperBound }
            let isTable = piece.kind == .table && rows.count > 1
            for (place, row) in rows.enumerated() {
                if isTable, place == 0 { continue }
                if isQuestion(text(row)) {
                    question = text(row)
                    continue
                }
                if piece.kind == .paragraph, isLabel(text(row)) {
                    if let begun = label, !text(row).contains(where: \.isNumber) {
                        label = begun.lowerBound..<row.upperBound
                    } else {
                        if let begun = label, text(begun).contains("\n") {
                            sentences.append(Sentence(snippet: index, range: begun, text: text(begun)))
                        }
                        label = row
                    }
                    continue
                }
                let whole = (label?.lowerBound ?? row.lowerBound)..<row.upperBound
                let lead = isTable ? text(rows[0]) : question
                sentences.append(Sentence(snippet: index, range: whole, text: text(whole), lead: lead))
                label = nil
                question = ""
            }
        }
        if let label { sentences.append(Sentence(snippet: index, range: label, text: text(label))) }
        return sentences
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

    private static func isQuestion(_ text: String) -> Bool {
        text.last(where: { !$0.isWhitespace && !"\"”’)*_".contains($0) }).map { "?？؟".contains($0) } ?? false
    }

    /// Up to three words without a mark at their end.
    private static func isLabel(_ text: String) -> Bool {
        text.utf8.count <= 24 && text.split(whereSeparator: \.isWhitespace).count <= 3
            && text.last.map { $0.isLetter && $0.isCased || $0.isNumber || $0 == ":" } ?? false
    }
}
