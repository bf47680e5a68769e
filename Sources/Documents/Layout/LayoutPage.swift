/// How text looks.
struct TextStyle: Sendable, Hashable {
    /// The size of the font in points; 0 where it is not known.
    var size: Float = 0
    var isBold = false
    var isMonospaced = false
    /// Whether a person who looks at the page does not see it.
    var isHidden = false
}

/// A word, where it stands and how it looks.
struct LayoutWord: Sendable {
    var text: String
    var box: PageBox
    var style = TextStyle()

    /// The unit of distances around the word, in points: the size of the font, or the height of the word.
    var em: Float { style.size > 0 ? style.size : max(box.height, 0.1) }

    /// Whether the word seems to run up or down the page.
    var isUpright: Bool { text.utf8.count < 3 || box.height <= box.width * 1.5 }
}

/// Words beside one another, in the order of reading.
struct LayoutLine: Sendable {
    var words: [LayoutWord]

    var box: PageBox { words.lazy.map(\.box).union }
    /// Whether most of its words run from left to right or from right to left.
    var isUpright: Bool { words.count(where: \.isUpright) * 2 >= words.count }

    /// The words divided where `key` gives something else for one than for the word before.
    func runs<Key: Equatable>(by key: (LayoutWord) -> Key) -> [(words: [LayoutWord], key: Key)] {
        var result: [(words: [LayoutWord], key: Key)] = []
        for word in words {
            let key = key(word)
            if let last = result.last, last.key == key {
                result[result.count - 1].words.append(word)
            } else {
                result.append(([word], key))
            }
        }
        return result
    }
}

/// The words of a page, in lines and blocks in the order of reading.
package struct LayoutPage: Sendable {
    var width: Float
    var height: Float
    var blocks: [[LayoutLine]] = []
    /// The lines that are drawn on it, where that was looked at.
    var rulings = PageRulings()
    /// Which way lines run that run up or down the page.
    var turn = PageTurn.left

    /// The page as paragraphs and tables.
    var elements: [PageElement] {
        guard let (upright, turned, place) = divided else { return straightElements }
        let before = LayoutPage(width: width, height: height, blocks: Array(upright[..<place]), rulings: rulings)
        let after = LayoutPage(width: width, height: height, blocks: Array(upright[place...]), rulings: rulings)
        return before.straightElements + turned.straightElements + after.straightElements
    }

    /// Whether there may be a table that only lines divide into its cells.
    var mayHaveRuledTable: Bool {
        guard let (upright, turned, _) = divided else {
            return TableFinder.hasRows(blocks.flatMap { $0 }, pageWidth: width)
        }
        return TableFinder.hasRows(upright.flatMap { $0 }, pageWidth: width)
            || TableFinder.hasRows(turned.blocks.flatMap { $0 }, pageWidth: turned.width)
    }

    private var straightElements: [PageElement] {
        let blocks = MarkedLines.joined(blocks)
        let lines = blocks.flatMap { $0 }
        var arrangement = PageArrangement(TableFinder(lines, rulings: rulings, pageWidth: width))
        for block in blocks { arrangement.append(block) }
        return arrangement.elements
    }
}
