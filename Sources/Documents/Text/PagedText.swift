internal import Foundation

/// Turns the text of pages, with a form feed after each, into paragraphs.
package struct PagedText {
    /// The pages' blocks and how many pages there are.
    package struct Pages: Sendable {
        package var blocks: [Block]
        package var count: Int
        /// Invisible characters that were left out.
        package var hidden: Diagnostic?
    }

    /// A page: its paragraphs, each a list of lines.
    private typealias Paragraph = [Substring]

    private let text: String
    private let hidden: Diagnostic?

    package init(_ output: [UInt8]) {
        // Form feeds stay, as they divide pages.
        let clean = output.filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x0C || $0 == 0x09 }
        let (visible, tags) = InvisibleTags.removed(from: clean)
        text = String(decoding: visible, as: UTF8.self)
        hidden = InvisibleTags.diagnostic(tags)
    }

    package func parse(cancellation: Cancellation) throws -> Pages {
        let pages = text.utf8.split(separator: 0x0C, omittingEmptySubsequences: false).map { Substring($0) }
        let count = text.utf8.last == 0x0C ? pages.count - 1 : text.isEmpty ? 0 : pages.count
        var divided: [[Paragraph]] = []
        for page in pages.prefix(count) {
            try cancellation.check()
            divided.append(Self.paragraphs(page))
        }
        PageEdges.removeRunningLines(from: &divided)
        for index in divided.indices { divided[index] = Self.rejoined(divided[index]) }
        let joiner = LineJoiner(words: Self.words(divided))
        var collector = BlockCollector()
        for (index, page) in divided.enumerated() {
            try cancellation.check()
            for paragraph in page {
                let marker = paragraph.first.flatMap { ListMarker([UInt8]($0.utf8), 0..<$0.utf8.count) }
                var lines = paragraph
                if let marker, marker.isBullet { lines[0] = Substring(lines[0].utf8.dropFirst(marker.contentStart)) }
                let kind: Block.Kind = marker?.isBullet == true ? .listItem : .paragraph
                try collector.append(kind, joiner.join(lines), at: Location(page: index + 1))
            }
        }
        return Pages(blocks: collector.blocks, count: count, hidden: hidden)
    }

    /// Paragraphs end at an empty line; a bullet begins a new one.
    private static func paragraphs(_ page: Substring) -> [Paragraph] {
        var result: [Paragraph] = []
        var current: Paragraph = []
        for line in page.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let line = trimmed(Substring(line))
            if line.isEmpty {
                if !current.isEmpty { result.append(current) }
                current = []
                continue
            }
            let isBullet =
                line.utf8.first == 0xE2 && ListMarker([UInt8](line.utf8), 0..<line.utf8.count)?.isBullet == true
            if isBullet, !current.isEmpty {
                result.append(current)
                current = []
            }
            current.append(SpacedOut.joined(line))
        }
        if !current.isEmpty { result.append(current) }
        return result
    }

    /// Joins what a wide gap divided: a sentence that goes on with a small letter, a section's number and its name.
    private static func rejoined(_ paragraphs: [Paragraph]) -> [Paragraph] {
        var result: [Paragraph] = []
        for paragraph in paragraphs {
            if let before = result.last?.last, let next = paragraph.first, belongsTogether(before, next) {
                result[result.count - 1] += paragraph
            } else {
                result.append(paragraph)
            }
        }
        return result
    }

    private static func belongsTogether(_ before: Substring, _ next: Substring) -> Bool {
        if before.utf8.count <= 8, before.utf8.first?.isDigit == true, before.utf8.contains(UInt8(ascii: ".")),
            before.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") })
        {
            return next.unicodeScalars.first?.properties.isAlphabetic ?? false
        }
        guard next.unicodeScalars.first?.properties.isLowercase == true, before.utf8.count > 20 else { return false }
        let last = before.unicodeScalars.last
        return last.map { $0 == "-" || $0 == "," || $0.properties.isAlphabetic } ?? false
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line.utf8
        while let first = line.first, first.isSpace { line.removeFirst() }
        while let last = line.last, last.isSpace { line.removeLast() }
        return Substring(line)
    }

    /// Words with and without hyphens as they stand inside lines, which tell whether a hyphen at a line end belongs to the word.
    private static func words(_ pages: [[Paragraph]]) -> Set<Substring> {
        var words: Set<Substring> = []
        for page in pages {
            for paragraph in page {
                for line in paragraph {
                    for word in line.utf8.split(whereSeparator: { !$0.isLetter && $0 < 0x80 && $0 != UInt8(ascii: "-") }
                    ) {
                        words.insert(Substring(word))
                    }
                }
            }
        }
        return words
    }
}

/// Joins the lines of a paragraph, and the halves of the words that line ends divide.
struct LineJoiner {
    let words: Set<Substring>

    func join(_ lines: [Substring]) -> String {
        var result = ""
        for line in lines {
            guard let last = result.unicodeScalars.last, let first = line.unicodeScalars.first else {
                result += line
                continue
            }
            if last == "\u{AD}" {
                result.unicodeScalars.removeLast()
            } else if last == "-", first.properties.isLowercase, isDivided(result, line) {
                result.unicodeScalars.removeLast()
            } else if last != "-" || !first.properties.isAlphabetic {
                if !(last.isIdeographic && first.isIdeographic) { result += " " }
            }
            result += line
        }
        return result
    }

    /// Whether the word over the line end is written without the hyphen: "develop-" + "ment", but not "well-" + "known".
    private func isDivided(_ before: String, _ after: Substring) -> Bool {
        let isInWord = { (scalar: Unicode.Scalar) in scalar.properties.isAlphabetic || scalar == "-" }
        let head = before.unicodeScalars.dropLast().suffix(40).reversed().prefix(while: isInWord).reversed()
        let tail = after.unicodeScalars.prefix(40).prefix(while: isInWord)
        guard let beforeHyphen = head.last, beforeHyphen.properties.isAlphabetic else { return false }
        var start = ""
        start.unicodeScalars.append(contentsOf: head)
        var end = ""
        end.unicodeScalars.append(contentsOf: tail)
        return words.contains(Substring(start + end)) || !words.contains(Substring(start + "-" + end))
    }
}

/// Chinese, Japanese and Korean text that a page sets with a space after each character.
enum SpacedOut {
    /// `line` without those spaces, if it consists of such characters only.
    static func joined(_ line: Substring) -> Substring {
        let parts = line.split(separator: " ")
        let isSpacedOut =
            parts.count >= 3
            && parts.allSatisfy { $0.unicodeScalars.count == 1 && $0.unicodeScalars.allSatisfy(\.isIdeographic) }
        return isSpacedOut ? Substring(parts.joined()) : line
    }
}

extension Unicode.Scalar {
    /// Whether the character is written without spaces around it: Chinese and Japanese, and their punctuation.
    var isIdeographic: Bool {
        switch value {
        case 0x3000...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF01...0xFF60, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
