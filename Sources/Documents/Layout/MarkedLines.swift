/// Brings the number of a section or the bullet of a list together with the text beside it, which a wide gap divides.
enum MarkedLines {
    /// The most space behind a mark, in parts of the size of the font.
    private static let gap: Float = 4
    /// The height of the steps in which lines are looked for, in points.
    private static let step: Float = 8
    /// The lines of a step that are looked at.
    private static let reach = 32

    static func joined(_ blocks: [[LayoutLine]]) -> [[LayoutLine]] {
        var blocks = blocks
        var places: [Int: [(block: Int, line: Int, box: PageBox)]] = [:]
        var marks: [(block: Int, line: Int)] = []
        for block in blocks.indices {
            for line in blocks[block].indices where blocks[block][line].isUpright {
                if isMark(blocks[block][line]) { marks.append((block, line)) }
                let box = blocks[block][line].words[0].box
                places[row(box), default: []].append((block, line, box))
            }
        }
        for mark in marks {
            guard let word = blocks[mark.block][mark.line].words.first else { continue }
            let near = (row(word.box) - 1...row(word.box) + 1).lazy.flatMap { (places[$0] ?? []).prefix(reach) }
            let beside = near.filter { place in
                place.box.left >= word.box.right && place.box.left - word.box.right <= gap * word.em
                    && place.box.isBeside(word.box) && !blocks[place.block][place.line].words.isEmpty
            }
            guard let text = beside.min(by: { $0.box.left < $1.box.left }) else { continue }
            blocks[mark.block][mark.line].words += blocks[text.block][text.line].words
            blocks[text.block][text.line].words = []
        }
        for index in blocks.indices { blocks[index].removeAll(where: \.words.isEmpty) }
        return blocks
    }

    private static func row(_ box: PageBox) -> Int { Int((box.middle.y / step).rounded()) }

    /// Whether a line is a bullet, or a number such as "2.1" and "3".
    private static func isMark(_ line: LayoutLine) -> Bool {
        guard line.words.count == 1, let text = line.words.first?.text, text.utf8.count <= 8 else { return false }
        if text == "•" { return true }
        return text.utf8.first?.isDigit == true && text.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
    }
}
