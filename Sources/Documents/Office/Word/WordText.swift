/// The text of a paragraph, and what hangs on it.
struct WordText {
    /// What a reader of the document sees.
    var shown = ""
    /// What Word does not show.
    var hidden = ""
    /// Text boxes, and drawings that have text of their own.
    var boxes: [XMLTreeElement] = []
    /// References to notes, in order.
    var notes: [WordNotes.Reference] = []
    /// The pages on which the first and the last of the text stands.
    var pages: (first: Int, last: Int)?

    mutating func append(_ text: String, isHidden: Bool, page: Int) {
        guard !text.isEmpty else { return }
        if isHidden {
            hidden += text
        } else {
            shown += text
            pages = (pages?.first ?? page, page)
        }
    }
}

/// Counts pages by the breaks that a document states.
struct WordPages {
    /// The page that the reading is on, from 1.
    private(set) var current = 1
    /// The last page that was met.
    private var last = 1
    /// Whether a break that the author made was the last thing met; Word's own mark of the same break may follow.
    private var isAfterHardBreak = false

    /// The number of pages; nil where the document states no break.
    var count: Int? { last > 1 ? last : nil }

    mutating func meetHardBreak() {
        turn()
        isAfterHardBreak = true
    }

    /// A break where the page ended when Word last saved the document.
    mutating func meetRenderedBreak() {
        if !isAfterHardBreak { turn() }
        isAfterHardBreak = false
    }

    mutating func meetText() { isAfterHardBreak = false }

    /// Goes back, to read what stands beside something on the same page.
    mutating func go(to page: Int) { current = page }

    private mutating func turn() {
        current += 1
        last = max(last, current)
    }
}
