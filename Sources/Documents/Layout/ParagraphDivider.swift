/// Divides the lines of a block into paragraphs.
struct ParagraphDivider {
    /// A space between lines that is that much larger than the usual one divides paragraphs.
    private static let spacing: Float = 1.35
    /// The ratio of two sizes from which on they are different.
    static let sizeRatio: Float = 1.08
    /// The least indent of a paragraph's first line, in parts of the size of the font.
    private static let indent: Float = 0.8
    /// The part of the width that a paragraph's last line leaves empty.
    private static let shortLine: Float = 0.2

    private let box: PageBox
    private let pitch: Float
    private let hangs: Bool

    static func paragraphs(_ lines: [PageLine]) -> [[PageLine]] {
        guard let first = lines.first else { return [] }
        let divider = ParagraphDivider(lines)
        var result = [[first]]
        for index in lines.indices.dropFirst() {
            if divider.divides(
                result[result.count - 1], lines[index], next: index + 1 < lines.count ? lines[index + 1] : nil)
            {
                result.append([])
            }
            result[result.count - 1].append(lines[index])
        }
        return result
    }

    private init(_ lines: [PageLine]) {
        box = lines.map(\.box).union
        let pitches = zip(lines, lines.dropFirst()).map { $1.box.top - $0.box.top }.filter { $0 > 0 }.sorted()
        pitch = pitches.isEmpty ? 0 : pitches[pitches.count / 2]
        let left = box.left
        let indented = lines.count { $0.box.left > left + Self.indent * $0.box.height }
        hangs = indented * 2 > lines.count
    }

    private func divides(_ paragraph: [PageLine], _ line: PageLine, next: PageLine?) -> Bool {
        let before = paragraph[paragraph.count - 1]
        if before.style.isHidden != line.style.isHidden || before.style.isMonospaced != line.style.isMonospaced {
            return true
        }
        if Self.differs(before.style.size, line.style.size) { return true }
        if before.style.isBold != line.style.isBold, before.style.isBold ? paragraph.count <= 3 : before.endsSentence {
            return true
        }
        if pitch > 0, line.box.top - before.box.top > pitch * Self.spacing { return true }
        if line.beginsWithBullet { return true }
        return isFirst(line, before, next)
            || (before.endsSentence && before.box.right < box.right - box.width * Self.shortLine)
    }

    /// Whether two sizes, if both are known, are different.
    static func differs(_ one: Float, _ other: Float) -> Bool {
        one > 0 && other > 0 && max(one, other) > min(one, other) * sizeRatio
    }

    /// Whether the left edge says that a line is the first of its paragraph: it is indented, or the others are.
    private func isFirst(_ line: PageLine, _ before: PageLine, _ next: PageLine?) -> Bool {
        let isIndented = line.box.left > box.left + Self.indent * line.box.height
        let wasIndented = before.box.left > box.left + Self.indent * before.box.height
        if hangs { return !isIndented && wasIndented }
        guard isIndented, !wasIndented, line.box.left < box.left + box.width * 0.25 else { return false }
        return next.map { $0.box.left <= box.left + Self.indent * $0.box.height } ?? before.endsSentence
    }
}

extension PageLine {
    /// Whether a sentence may end with the line.
    var endsSentence: Bool {
        guard let last = text.unicodeScalars.last else { return true }
        return [".", "!", "?", ":", "”", "\"", ")", "。", "！", "？", "：", "」"].contains(last)
    }

    /// Whether the line begins with "•".
    var beginsWithBullet: Bool { text.utf8.first == 0xE2 && text.hasPrefix("• ") }
}
