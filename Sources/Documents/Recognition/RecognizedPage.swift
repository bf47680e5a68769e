/// What tesseract read on one page.
package struct RecognizedPage: Sendable {
    /// The words in lines and paragraphs; units of length are pixels.
    package var layout: LayoutPage
    /// How sure tesseract is of the words that were kept, in percent, as a mean; nil where there are none.
    package var confidence: Double?

    /// Paragraphs of which tesseract is less sure are taken for pictures. The unit is percent.
    private static let leastConfidence = 35.0

    /// Pages from the table that `tesseract … tsv` prints: a row for each page, block, paragraph, line and word.
    package static func pages(_ table: [UInt8]) -> [RecognizedPage] {
        var pages: [[Paragraph]] = []
        var sizes: [Int: (width: Float, height: Float)] = [:]
        var lineBox = PageBox(left: 0, top: 0, right: 0, bottom: 0)
        var place: [Substring] = []
        for row in String(decoding: table, as: UTF8.self).split(separator: "\n") {
            let cells = row.split(separator: "\t", maxSplits: 11, omittingEmptySubsequences: false)
            guard cells.count >= 11, let page = Int(cells[1]), page > 0, page <= 100_000 else { continue }
            while pages.count < page { pages.append([]) }
            let numbers = cells[6...9].map { min(max(Float($0) ?? 0, 0), 1_000_000) }
            var box = PageBox(
                left: numbers[0], top: numbers[1], right: numbers[0] + numbers[2], bottom: numbers[1] + numbers[3])
            if cells[0] == "1" { sizes[page] = (box.right, box.bottom) }
            if cells[0] == "4" { lineBox = box }
            guard cells[0] == "5", cells.count == 12, let confidence = Double(cells[10]) else { continue }
            let word = cells[11].drop(while: \.isWhitespace)
            guard !word.isEmpty else { continue }
            let paragraph = Array(cells[1...3])
            let line = Array(cells[1...4])
            if place.isEmpty || Array(place.prefix(3)) != paragraph { pages[page - 1].append(Paragraph()) }
            let index = pages[page - 1].count - 1
            // The height of a word depends on its letters, that of its line hardly.
            if lineBox.verticalOverlap(box) > 0 { (box.top, box.bottom) = (lineBox.top, lineBox.bottom) }
            let read = LayoutWord(text: String(word), box: box)
            pages[page - 1][index].append(read, confidence: confidence, beginsLine: place != line)
            place = line
        }
        return pages.enumerated().map { index, paragraphs in
            let kept = paragraphs.filter { $0.isText && $0.confidence >= leastConfidence }
            let words = kept.reduce(0) { $0 + $1.words }
            let size = sizes[index + 1] ?? (0, 0)
            return RecognizedPage(
                layout: LayoutPage(width: size.width, height: size.height, blocks: kept.map(\.lines)),
                confidence: words == 0 ? nil : kept.reduce(0) { $0 + $1.sum } / Double(words))
        }
    }

    private struct Paragraph {
        var lines: [LayoutLine] = []
        var words = 0
        /// Of the confidences of its words.
        var sum = 0.0

        var confidence: Double { sum / Double(max(1, words)) }
        var isText: Bool {
            lines.contains { $0.words.contains { $0.text.contains { $0.isLetter || $0.isNumber } } }
        }

        mutating func append(_ word: LayoutWord, confidence: Double, beginsLine: Bool) {
            words += 1
            sum += confidence
            if beginsLine || lines.isEmpty {
                lines.append(LayoutLine(words: [word]))
            } else {
                lines[lines.count - 1].words.append(word)
            }
        }
    }
}
