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
