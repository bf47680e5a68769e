/// Gives the words of a page their fonts, and finds those that may not be seen.
struct PageStyler {
    /// Text of a lesser size is hidden, in points.
    private static let leastSize: Float = 2

    /// The words that are asked for their way up or down the page.
    private static let mostTurnedWords = 200

    private let index: FragmentIndex
    private let visiblePart: PageBox?
    /// Text that stands outside of the page.
    private let outside: [StyledFragment]

    /// - Parameters:
    ///   - fragments: the pieces of text of the page; empty where they are not known.
    ///   - visiblePart: what a viewer shows of the page; nil for all of it.
    init(_ fragments: [StyledFragment], visiblePart: PageBox?) {
        index = FragmentIndex(fragments)
        self.visiblePart = visiblePart
        outside = fragments.filter { $0.outsideText.utf8.contains { !$0.isSpace } }
        knowsFragments = !fragments.isEmpty
    }

    private let knowsFragments: Bool

    /// Styles a page.
    ///
    /// - Returns: the places of words that can be seen only if something behind them makes them stand out: pale ones, and those
    ///   that poppler does not draw.
    func style(_ page: inout LayoutPage) -> [WordPlace] {
        var doubtful: [WordPlace] = []
        for block in page.blocks.indices {
            for line in page.blocks[block].indices {
                for word in page.blocks[block][line].words.indices {
                    if style(&page.blocks[block][line].words[word]) {
                        doubtful.append(WordPlace(block: block, line: line, word: word))
                    }
                }
            }
        }
        page.turn = turn(of: page)
        for fragment in outside {
            var style = fragment.style
            style.isHidden = true
            let word = LayoutWord(text: fragment.outsideText, box: fragment.box, style: style)
            page.blocks.append([LayoutLine(words: [word])])
        }
        return doubtful
    }

    /// Which way lines run that run up or down a page: where their pieces of text begin tells.
    private func turn(of page: LayoutPage) -> PageTurn {
        var (left, right) = (0, 0)
        let words = page.blocks.lazy.joined().map(\.words).joined().filter { !$0.isUpright }
        for word in words.prefix(Self.mostTurnedWords) {
            guard let start = index.start(of: word) else { continue }
            if abs(start - word.box.bottom) < abs(start - word.box.top) { left += 1 } else { right += 1 }
        }
        return right > left ? .right : .left
    }

    /// Returns whether the word is doubtful.
    private func style(_ word: inout LayoutWord) -> Bool {
        let fragment = index.fragment(of: word)
        if let fragment { word.style = fragment.style }
        if let visiblePart, !visiblePart.contains(word.box.middle) { word.style.isHidden = true }
        if min(word.style.size, max(word.box.height, word.box.width)) < Self.leastSize { word.style.isHidden = true }
        guard !word.style.isHidden, knowsFragments else { return false }
        guard let fragment else { return word.isUpright || !index.hasUnplaced }
        return fragment.isPale
    }
}

/// Where a word stands in its page.
struct WordPlace: Sendable {
    var block: Int
    var line: Int
    var word: Int
}
