/// The text of a paragraph of an OpenDocument file, and what hangs on it.
struct OpenDocumentText {
    /// What a reader of the document sees.
    var shown = ""
    /// What is not shown.
    var hidden = ""
    /// Frames and shapes.
    var frames: [XMLTreeElement] = []
    /// Footnotes and endnotes.
    var notes: [XMLTreeElement] = []
    /// The pages on which the first and the last of the text stands.
    var pages: (first: Int, last: Int)?
    private var needsSpace = false

    /// Adds text of the file, where any run of white space counts as one space.
    mutating func append(_ text: String, isHidden: Bool, page: Int) {
        var result = ""
        for character in text.unicodeScalars {
            if character == " " || character == "\n" || character == "\t" || character == "\r" {
                needsSpace = true
            } else {
                if needsSpace, !isAtStart(isHidden) || !result.isEmpty { result += " " }
                needsSpace = false
                result.unicodeScalars.append(character)
            }
        }
        add(result, isHidden, page)
    }

    /// Adds white space that is meant.
    mutating func appendVerbatim(_ text: String, isHidden: Bool, page: Int) {
        if needsSpace, !isAtStart(isHidden) { add(" ", isHidden, page) }
        needsSpace = false
        add(text, isHidden, page)
    }

    /// Adds a remark that somebody made on the text.
    mutating func appendComment(_ annotation: XMLTreeElement) {
        hidden += (hidden.isEmpty ? "" : "\n") + Self.comment(annotation) + "\n"
    }

    /// The text of a remark, without its author and date.
    static func comment(_ annotation: XMLTreeElement) -> String {
        annotation.children.filter { ["p", "list"].contains($0.name) }.map(\.text).joined(separator: "\n")
    }

    private func isAtStart(_ isHidden: Bool) -> Bool {
        let text = isHidden ? hidden : shown
        return text.isEmpty || text.utf8.last == 0x0A
    }

    private mutating func add(_ text: String, _ isHidden: Bool, _ page: Int) {
        guard !text.isEmpty else { return }
        if isHidden {
            hidden += text
        } else {
            shown += text
            pages = (pages?.first ?? page, page)
        }
    }
}

/// Reads what is inside the paragraphs of an OpenDocument file.
struct OpenDocumentInline {
    var styles: OpenDocumentStyles
    var pages = PageCounter()

    /// Spaces that one element may stand for.
    private static let maximumSpaces = 1_000

    init(styles: OpenDocumentStyles) { self.styles = styles }

    /// The text of a paragraph or heading.
    mutating func text(of paragraph: XMLTreeElement) -> OpenDocumentText {
        var text = OpenDocumentText()
        let style = styles.style(paragraph["style-name"], "paragraph")
        read(paragraph, isHidden: style.isHidden ?? false, &text)
        return text
    }

    private mutating func read(_ element: XMLTreeElement, isHidden: Bool, _ text: inout OpenDocumentText) {
        for node in element.nodes {
            switch node {
            case .text(let piece): text.append(piece, isHidden: isHidden, page: pages.current)
            case .element(let child): readElement(child, isHidden: isHidden, &text)
            }
        }
    }

    private mutating func readElement(_ child: XMLTreeElement, isHidden: Bool, _ text: inout OpenDocumentText) {
        switch child.name {
        case "s":
            let count = min(max(child["c"].flatMap { Int($0) } ?? 1, 1), Self.maximumSpaces)
            text.appendVerbatim(String(repeating: " ", count: count), isHidden: isHidden, page: pages.current)
        case "tab": text.appendVerbatim("\t", isHidden: isHidden, page: pages.current)
        case "line-break": text.appendVerbatim("\n", isHidden: isHidden, page: pages.current)
        case "soft-page-break": pages.meetRenderedBreak()
        case "note": text.notes.append(child)
        case "annotation": text.appendComment(child)
        case "annotation-end", "ruby-text", "tracked-changes", "script", "binary-data": break
        case "hidden-text":
            read(child, isHidden: isHidden || child["is-hidden"] != "false", &text)
        case "span":
            let style = styles.style(child["style-name"], "text")
            read(child, isHidden: style.isHidden ?? isHidden, &text)
        default:
            if OpenDocumentShape.isShape(child) {
                text.frames.append(child)
            } else {
                read(child, isHidden: isHidden, &text)
            }
        }
    }
}

/// Frames and drawings.
enum OpenDocumentShape {
    /// Whether an element is drawn rather than written.
    static func isShape(_ element: XMLTreeElement) -> Bool {
        element.namespace.hasSuffix(":drawing:1.0") && element.name != "a"
    }

    /// What the author says that a picture shows.
    static func description(of frame: XMLTreeElement) -> String? {
        guard frame.child("image") != nil || frame.child("object") != nil else { return nil }
        return frame.child("desc")?.text ?? frame.child("title")?.text
    }
}
