/// Counts pages by the breaks that a document states.
struct PageCounter {
    /// The page that the reading is on, from 1.
    private(set) var current = 1
    /// The last page that was met.
    private var last = 1
    /// Whether a break that the author made was the last thing met; a program's own mark of the same break may follow.
    private var isAfterHardBreak = false

    /// The number of pages; nil where the document states no break.
    var count: Int? { last > 1 ? last : nil }

    /// A break that the author made.
    mutating func meetHardBreak() {
        turn()
        isAfterHardBreak = true
    }

    /// A break where the page ended when a program last saved the document.
    mutating func meetRenderedBreak() {
        if !isAfterHardBreak { turn() }
        isAfterHardBreak = false
    }

    /// Text, which ends what the last break may mean.
    mutating func meetText() { isAfterHardBreak = false }

    /// Goes back, to read what stands beside something on the same page.
    mutating func go(to page: Int) { current = page }

    private mutating func turn() {
        current += 1
        last = max(last, current)
    }
}

extension Document {
    /// The document without pages if it states no page break: then it may have any number of them.
    var withPagesIfStated: Document {
        guard pageCount == nil else { return self }
        var document = self
        for index in document.blocks.indices { document.blocks[index].location = Location() }
        for index in document.diagnostics.indices { document.diagnostics[index].location = nil }
        return document
    }
}
