/// Tells a document's headings from its text by how they look: larger than most of it, bold, or numbered.
struct HeadingStyles {
    /// The look of a heading.
    private struct Look: Hashable {
        /// In thirds of a point.
        var size: Int
        var isBold: Bool
        /// The parts of the section's number; 1 without one.
        var depth: Int
    }

    /// The most text of a heading, in bytes and lines.
    private static let limit = (bytes: 200, lines: 3)
    private static let deepestLevel = 6

    private let sizes: TextSizes
    private var isBodyBold = false
    /// Whether most of the text is in a monospaced font, so that this says nothing about code.
    private(set) var isBodyMonospaced = false
    private var levels: [Look: Int] = [:]

    init(_ pages: [[PageElement]]) {
        sizes = TextSizes(pages)
        var (bold, monospaced, total) = (0, 0, 0)
        forEachParagraph(of: pages) { lines in
            for line in lines {
                let count = line.text.utf8.count
                total += count
                if line.style.isBold { bold += count }
                if line.style.isMonospaced { monospaced += count }
            }
        }
        isBodyBold = bold * 2 > total
        isBodyMonospaced = monospaced * 2 > total
        var looks: [Look: Int] = [:]
        forEachParagraph(of: pages) { lines in
            if let look = look(lines) { looks[look, default: 0] += lines.reduce(0) { $0 + $1.text.utf8.count } }
        }
        // What a good part of a document looks like is no heading.
        let common = looks.filter { $0.value * 5 < max(total, 1) || total < 2_000 }
        let sorted = common.keys.sorted {
            ($1.size, $1.isBold ? 1 : 0, $0.depth) < ($0.size, $0.isBold ? 1 : 0, $1.depth)
        }
        for (rank, look) in sorted.enumerated() { levels[look] = min(rank + 1, Self.deepestLevel) }
    }

    /// The level of a paragraph if it is a heading.
    func level(of lines: [PageLine]) -> Int? { look(lines).flatMap { levels[$0] } }

    private func forEachParagraph(of pages: [[PageElement]], _ body: ([PageLine]) -> Void) {
        for page in pages {
            for case .paragraph(let lines) in page where lines.first?.style.isHidden == false { body(lines) }
        }
    }

    /// The look of a paragraph that may be a heading.
    private func look(_ lines: [PageLine]) -> Look? {
        guard lines.count <= Self.limit.lines, let first = lines.first, first.style.size > 0, sizes.body > 0 else {
            return nil
        }
        let text = lines.map(\.text).joined(separator: " ")
        guard text.utf8.count <= Self.limit.bytes, HeadingText.isPossible(text) else { return nil }
        let size = lines.map { TextSizes.thirds($0.style.size) }.min() ?? 0
        let number = HeadingText.numberDepth(text)
        let depth = max(number, 1)
        let isBold = lines.allSatisfy(\.style.isBold)
        if sizes.isLarge(size) { return Look(size: size, isBold: isBold, depth: depth) }
        guard Float(size) >= Float(sizes.body) * 0.95, lines.count <= 2 else { return nil }
        let ends = text.utf8.last.map { [0x2E, 0x2C, 0x3B, 0x3A].contains($0) } ?? true
        if isBold, !isBodyBold, !ends || number > 0 { return Look(size: sizes.body, isBold: true, depth: depth) }
        let isNumbered = lines.count == 1 && number > 1 && !ends && text.utf8.count <= 80
        return isNumbered ? Look(size: sizes.body, isBold: false, depth: depth) : nil
    }
}

/// What the words of a heading tell.
enum HeadingText {
    private static let captions = ["figure", "fig.", "table", "abbildung", "tabelle", "tableau", "figura", "tabla"]

    /// Whether a text may be a heading by its words, and is no caption, formula, list of names or address.
    static func isPossible(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        let letters = scalars.count { $0.properties.isAlphabetic }
        let commas = scalars.count { $0 == "," }
        guard letters >= 2, letters * 10 >= scalars.count * 5, commas < 3 else { return false }
        guard scalars.last != ",", !scalars.contains("@"), !text.contains("://"), !text.contains("....") else {
            return false
        }
        let name = scalars.drop { !$0.properties.isAlphabetic }
        if name.first?.properties.isLowercase == true, numberDepth(text) == 0 { return false }
        let start = text.lowercased()
        return !captions.contains { caption in
            start.hasPrefix(caption) && start.dropFirst(caption.count).drop { $0 == " " }.first?.isNumber == true
        }
    }

    /// How many parts the number of a section before its name has: 2 for "3.1 Rules"; 0 where there is none.
    static func numberDepth(_ text: String) -> Int {
        guard let number = text.utf8.split(separator: 0x20, maxSplits: 1).first, number.first?.isDigit == true,
            number.count < text.utf8.count, number.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }),
            number.count <= 12
        else { return 0 }
        return number.split(separator: UInt8(ascii: ".")).count
    }
}
