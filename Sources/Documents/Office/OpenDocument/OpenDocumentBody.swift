/// Reads paragraphs, lists, tables and frames of an OpenDocument file, in texts, on slides and in cells.
final class OpenDocumentBody {
    var writer = BlockWriter()
    var inline: OpenDocumentInline
    let package: OfficePackage
    /// Where blocks stand that know no page.
    var place = Location()
    /// Whether blocks know their page.
    let hasPages: Bool
    /// The first paragraph that has the style of a title.
    private(set) var titleText: String?
    /// How many objects, one in the other, are being read.
    var objectDepth = 0
    private var lists = OpenDocumentLists()
    private var headings = OpenDocumentLists()

    init(_ file: OpenDocumentFile, hasPages: Bool) {
        package = file.package
        inline = OpenDocumentInline(styles: file.styles)
        self.hasPages = hasPages
    }

    /// How an element is read: whether it is seen, and the list that it is in.
    struct Context {
        var isHidden = false
        var listLevel = 0
        var listStyle: String?
        /// The number of the item whose first paragraph comes next; nil outside of lists and after that.
        var label: String?
    }

    /// Where the text on the pages given stands.
    func location(_ pages: (first: Int, last: Int)?) -> Location {
        guard hasPages else { return place }
        let pages = pages ?? (inline.pages.current, inline.pages.current)
        return Location(page: pages.first, lastPage: pages.last)
    }

    /// Reads an element that stands beside paragraphs.
    func readBlock(_ element: XMLTreeElement, _ context: inout Context) throws {
        switch element.name {
        case "p", "h": try readParagraph(element, &context)
        case "list": try readList(element, context)
        case "table": try readTable(element, isHidden: context.isHidden)
        case "soft-page-break": inline.pages.meetRenderedBreak()
        case "annotation":
            try writer.append(
                .paragraph, OpenDocumentText.comment(element), at: location(nil), isHidden: true)
        case "tracked-changes", "forms", "sequence-decls", "notes", "binary-data": break
        case "section":
            var inner = context
            inner.isHidden = inner.isHidden || ["none", "condition"].contains(element["display"])
            try readBlocks(in: element, &inner)
        default:
            if OpenDocumentShape.isShape(element) {
                try readFrame(element, isHidden: context.isHidden)
            } else {
                try readBlocks(in: element, &context)
            }
        }
    }

    func readBlocks(in element: XMLTreeElement, _ context: inout Context) throws {
        for child in element.children { try readBlock(child, &context) }
    }

    private func readParagraph(_ element: XMLTreeElement, _ context: inout Context) throws {
        let style = inline.styles.style(element["style-name"], "paragraph")
        if hasPages, style.breaksBefore, !writer.blocks.isEmpty { inline.pages.meetHardBreak() }
        let text = inline.text(of: element)
        let place = location(text.pages)
        if text.shown.contains(where: { !$0.isWhitespace }) {
            inline.pages.meetText()
            let isItem = context.label != nil
            let shown = (context.label ?? "") + text.shown
            context.label = nil
            let isTitle = style.name == "Title"
            if element.name == "h" || isTitle {
                if isTitle { titleText = titleText ?? text.shown }
                let stated = isTitle ? 1 : element["outline-level"].flatMap { Int($0) } ?? style.outlineLevel ?? 1
                let level = min(max(stated, 1), 10)
                let isNumbered = !isItem && element.name == "h" && element["is-list-header"] != "true"
                let number = isNumbered ? headings.next(level: level, style: inline.styles.headings, start: nil) : ""
                try writer.appendHeading(number + shown, level: level, at: place, isHidden: context.isHidden)
            } else {
                try writer.append(isItem ? .listItem : .paragraph, shown, at: place, isHidden: context.isHidden)
            }
        }
        try writer.append(.paragraph, text.hidden, at: place, isHidden: true)
        try writeAttached(to: text, isHidden: context.isHidden)
        if hasPages, style.breaksAfter { inline.pages.meetHardBreak() }
    }

    /// Adds the frames and notes that hang on a text.
    func writeAttached(to text: OpenDocumentText, isHidden: Bool) throws {
        let page = inline.pages
        for frame in text.frames { try readFrame(frame, isHidden: isHidden) }
        for note in text.notes {
            guard let body = note.child("note-body") else { continue }
            var context = Context(isHidden: isHidden)
            try readBlocks(in: body, &context)
        }
        inline.pages = page
    }

    private func readList(_ list: XMLTreeElement, _ context: Context) throws {
        var context = context
        context.listLevel += 1
        context.listStyle = list["style-name"] ?? context.listStyle
        let isOutermost = context.listLevel == 1
        if isOutermost { lists.begin(list, style: context.listStyle ?? "") }
        for item in list.children {
            var inner = context
            if item.name == "list-item" {
                let style = context.listStyle.flatMap { inline.styles.lists[$0] } ?? [:]
                let first = item.children.first?.name
                // An item that only holds a list of the next level has no number.
                inner.label =
                    first == "list"
                    ? nil
                    : lists.next(level: context.listLevel, style: style, start: item["start-value"].flatMap { Int($0) })
            }
            try readBlocks(in: item, &inner)
        }
        if isOutermost { lists.end() }
    }
}
