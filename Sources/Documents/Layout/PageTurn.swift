/// Which way a part of a page has to be turned to be read.
enum PageTurn: Sendable {
    /// Its lines run up the page: its top is at the page's left side.
    case left
    /// Its lines run down the page: its top is at the page's right side.
    case right

    /// A rectangle of a page on the page after it has been turned.
    func turned(_ box: PageBox, of page: LayoutPage) -> PageBox {
        switch self {
        case .left:
            PageBox(left: page.height - box.bottom, top: box.left, right: page.height - box.top, bottom: box.right)
        case .right:
            PageBox(left: box.top, top: page.width - box.right, right: box.bottom, bottom: page.width - box.left)
        }
    }

    private func turned(_ rulings: PageRulings, of page: LayoutPage) -> PageRulings {
        let (horizontal, vertical) = rulings.boxes
        return PageRulings(
            horizontal: vertical.map { turned($0, of: page) }.map {
                PageRulings.Ruling(position: $0.top, extent: $0.left...$0.right)
            },
            vertical: horizontal.map { turned($0, of: page) }.map {
                PageRulings.Ruling(position: $0.left, extent: $0.top...$0.bottom)
            })
    }

    /// A page of some words of another one, turned, with its lines from top to bottom.
    func page(of words: [LayoutWord], on page: LayoutPage) -> LayoutPage {
        let segments = words.map { word in
            var word = word
            word.box = turned(word.box, of: page)
            return (segment: LineSegment(line: 0, words: [word]), index: 0)
        }
        let rows = TableRow.rows(of: segments).map { LayoutLine(words: $0.segments.flatMap(\.words)) }
        return LayoutPage(
            width: page.height, height: page.width, blocks: [rows], rulings: turned(page.rulings, of: page))
    }
}

extension LayoutPage {
    /// The fewest lines up or down the page that are read apart; fewer are marks at its side.
    private static let leastTurnedLines = 4

    /// The lines that run along the page, those that run up or down as a page of their own, and the index of the block before which
    /// that stands; nil where none do.
    var divided: (upright: [[LayoutLine]], turned: LayoutPage, place: Int)? {
        let turned = blocks.lazy.joined().filter { !$0.isUpright && !$0.words.contains(where: \.style.isHidden) }
        guard turned.count >= Self.leastTurnedLines else { return nil }
        let box = turned.map(\.box).union
        // The way of words of a letter or two is seen by those around them.
        func isTurned(_ line: LayoutLine) -> Bool {
            (!line.isUpright || box.contains(line.box.middle) && line.words.allSatisfy { $0.text.utf8.count < 3 })
                && !line.words.contains(where: \.style.isHidden)
        }
        var upright = blocks.map { $0.filter { !isTurned($0) } }.filter { !$0.isEmpty }
        let words = blocks.joined().filter(isTurned).flatMap(\.words)
        // poppler puts all blocks in the order in which the page is read after it has been turned.
        if upright.joined().count < turned.count { upright.sort { $0[0].box.top < $1[0].box.top } }
        let place = upright.firstIndex { $0[0].box.top > box.middle.y } ?? upright.count
        return (upright, turn.page(of: words, on: self), place)
    }
}
