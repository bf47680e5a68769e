/// Reads the text of a Word document block by block.
final class WordBody {
    var writer = BlockWriter()
    /// The text of the first paragraph that has the style of a title.
    private(set) var titleText: String?
    var inline: WordInline
    let package: OfficePackage
    let relationships: Relationships
    private let part: String
    private var numbering: WordNumbering
    private var notes: WordNotes
    /// How many notes, one in the other, are being read.
    private var noteDepth = 0
    /// Notes in notes that are read; Word has none.
    private static let maximumNoteDepth = 4
    /// The bytes after which a paragraph ends whatever its mark says.
    private static let maximumBytes = 65_536
    /// The text of a paragraph whose end was deleted, so that it goes on in the next one.
    private var unended: WordText?

    /// The pages that were met.
    var pages: PageCounter { inline.pages }

    init(package: OfficePackage, part: String) throws {
        self.package = package
        self.part = part
        relationships = try package.relationships(of: part)
        inline = WordInline(styles: WordStyles(try package.tree(relationships.first("styles"))))
        numbering = WordNumbering(try package.tree(relationships.first("numbering")))
        notes = try WordNotes(package: package, relationships: relationships)
    }

    /// Reads the document, then what stands at the edges of its pages.
    func read() throws {
        try package.read(part, parts: ["p", "tbl", "AlternateContent", "altChunk", "background"]) { element in
            try package.cancellation.check()
            try readBlock(element)
        }
        try flushUnended()
        writer.closeSections()
        try readPageEdges()
        for comment in try package.comments(of: relationships) {
            try writer.append(.paragraph, comment.text, isHidden: true)
        }
    }

    /// Where the text on the pages given stands; without the pages if the document states no break.
    func location(_ pages: (first: Int, last: Int)?) -> Location {
        let pages = pages ?? (inline.pages.current, inline.pages.current)
        return Location(page: pages.first, lastPage: pages.last)
    }

    /// Reads an element that stands beside paragraphs, with all that is in it.
    func readBlock(_ element: XMLTreeElement, isInFrame: Bool = false) throws {
        switch element.name {
        case "p": try readParagraph(element, isInFrame: isInFrame)
        case "tbl": try readTable(element)
        case "AlternateContent": try element.chosenAlternative.map { try readBlocks(in: $0, isInFrame: isInFrame) }
        case "altChunk": try readEmbedded(element)
        case "background": inline.isOnColor = element["color"].map { $0.uppercased() != "FFFFFF" } ?? false
        case "del", "moveFrom", "sdtPr": break
        default: try readBlocks(in: element, isInFrame: isInFrame)
        }
    }

    func readBlocks(in element: XMLTreeElement, isInFrame: Bool = false) throws {
        for child in element.children { try readBlock(child, isInFrame: isInFrame) }
    }

    private func readParagraph(_ paragraph: XMLTreeElement, isInFrame: Bool) throws {
        let properties = paragraph.child("pPr")
        var text = inline.text(of: paragraph, isInFrame: isInFrame)
        if let start = unended {
            text = start.joined(with: text)
            unended = nil
        }
        let mark = properties?.child("rPr")
        let isUnended = mark?.child("del") != nil || mark?.child("moveFrom") != nil
        if isUnended, text.shown.utf8.count < Self.maximumBytes {
            unended = text
        } else {
            try write(text, properties)
        }
        if let section = properties?.child("sectPr"), section.child("type")?["val"] != "continuous", !isInFrame {
            inline.pages.meetHardBreak()
        }
    }

    private func flushUnended() throws {
        guard let text = unended else { return }
        unended = nil
        try write(text, nil)
    }

    private func write(_ text: WordText, _ properties: XMLTreeElement?) throws {
        let style = inline.styles.style(properties?.child("pStyle")?["val"])
        let place = location(text.pages)
        let hasText = text.shown.contains { !$0.isWhitespace }
        let item = hasText ? listItem(properties) : nil
        let shown = (item ?? "") + text.shown
        let direct = properties?.child("outlineLvl")?["val"].flatMap { Int($0) }
        let level = direct.map { (0...8).contains($0) ? $0 + 1 : nil } ?? style.headingLevel
        if !hasText {
            // Only white space.
        } else if let level {
            if style.name == "title" { titleText = titleText ?? text.shown }
            try writer.appendHeading(shown, level: level, at: place)
        } else {
            try writer.append(item != nil ? .listItem : .paragraph, shown, at: place)
        }
        try writer.append(.paragraph, text.hidden, at: place, isHidden: true)
        try writeAttached(to: text)
    }

    /// Counts a paragraph of a list.
    ///
    /// - Returns: its number with a space, "" for bullets; nil if the paragraph is in no list.
    func listItem(_ properties: XMLTreeElement?) -> String? {
        guard let properties else { return nil }
        let id = properties.child("pStyle")?["val"]
        let style = inline.styles.style(id)
        let own = properties.child("numPr").map(WordListPlace.init)
        guard let list = own?.list ?? style.list?.list, list != "0" else { return nil }
        let level = own?.level ?? style.list?.level ?? numbering.level(of: id, in: list)
        return numbering.next(in: list, level: level).map { $0 + " " } ?? ""
    }

    /// Adds the boxes and notes that hang on a text.
    func writeAttached(to text: WordText) throws {
        let page = inline.pages
        for box in text.boxes { try readBox(box) }
        noteDepth += 1
        defer { noteDepth -= 1 }
        for reference in text.notes where noteDepth <= Self.maximumNoteDepth {
            guard let note = notes.take(reference) else { continue }
            try readBlocks(in: note, isInFrame: true)
        }
        inline.pages = page
    }
}

extension WordText {
    /// This text and the one that goes on after it as one.
    func joined(with next: WordText) -> WordText {
        var result = self
        result.shown += next.shown
        result.hidden += next.hidden
        result.boxes += next.boxes
        result.notes += next.notes
        if let last = next.pages { result.pages = (pages?.first ?? last.first, last.last) }
        return result
    }
}
