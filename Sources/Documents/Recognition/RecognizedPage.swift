/// What tesseract read on one page.
package struct RecognizedPage: Sendable {
    /// Lines, with an empty one between paragraphs.
    package var text: String
    /// How sure tesseract is of the words that were kept, in percent, as a mean; nil where there are none.
    package var confidence: Double?

    /// Paragraphs of which tesseract is less sure are taken for pictures. The unit is percent.
    private static let leastConfidence = 35.0

    /// Pages from the table that `tesseract … tsv` prints: a row for each page, block, paragraph, line and word.
    package static func pages(_ table: [UInt8]) -> [RecognizedPage] {
        var pages: [[Paragraph]] = []
        var place: [Substring] = []
        for row in String(decoding: table, as: UTF8.self).split(separator: "\n") {
            let cells = row.split(separator: "\t", maxSplits: 11, omittingEmptySubsequences: false)
            guard cells.count >= 11, let page = Int(cells[1]), page > 0, page <= 100_000 else { continue }
            while pages.count < page { pages.append([]) }
            guard cells[0] == "5", cells.count == 12, let confidence = Double(cells[10]) else { continue }
            let word = cells[11].drop(while: \.isWhitespace)
            guard !word.isEmpty else { continue }
            let paragraph = Array(cells[1...3])
            let line = Array(cells[1...4])
            if place.isEmpty || Array(place.prefix(3)) != paragraph { pages[page - 1].append(Paragraph()) }
            let index = pages[page - 1].count - 1
            pages[page - 1][index].append(word, confidence: confidence, beginsLine: place != line)
            place = line
        }
        return pages.map { paragraphs in
            let kept = paragraphs.filter { $0.isText && $0.confidence >= leastConfidence }
            let words = kept.reduce(0) { $0 + $1.words }
            return RecognizedPage(
                text: kept.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n\n"),
                confidence: words == 0 ? nil : kept.reduce(0) { $0 + $1.sum } / Double(words))
        }
    }

    private struct Paragraph {
        var lines: [String] = []
        var words = 0
        /// Of the confidences of its words.
        var sum = 0.0

        var confidence: Double { sum / Double(max(1, words)) }
        var isText: Bool { lines.contains { $0.contains { $0.isLetter || $0.isNumber } } }

        /// Words of Chinese and Japanese have no space between them.
        mutating func append(_ word: Substring, confidence: Double, beginsLine: Bool) {
            words += 1
            sum += confidence
            guard !beginsLine, let last = lines.last?.unicodeScalars.last, let first = word.unicodeScalars.first else {
                return lines.append(String(word))
            }
            let isJoined = last.isIdeographic && first.isIdeographic
            lines[lines.count - 1] += isJoined ? word : " " + word
        }
    }
}
