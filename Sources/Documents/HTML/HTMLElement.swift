/// What an element means for the text in it.
enum HTMLElement: Sendable, Equatable {
    /// Its text belongs to the text around it.
    case inline
    /// It begins and ends a paragraph.
    case block
    case heading(Int)
    case listItem
    case orderedList
    case unorderedList
    case table, tableRow, tableCell
    case preformatted
    case lineBreak
    case image
    case title
    /// Its text is code or data, not text.
    case dropped
    /// Its text is not shown.
    case hidden

    /// The meaning of the element with a name.
    init(name: String) { self = Self.meanings[name] ?? .inline }

    private static let meanings: [String: HTMLElement] = {
        var table: [String: HTMLElement] = [
            "li": .listItem, "ol": .orderedList, "ul": .unorderedList, "menu": .unorderedList, "dir": .unorderedList,
            "table": .table, "tr": .tableRow, "td": .tableCell, "th": .tableCell, "pre": .preformatted,
            "listing": .preformatted, "xmp": .preformatted, "br": .lineBreak, "img": .image, "title": .title,
            "template": .hidden, "noscript": .hidden, "noframes": .hidden,
        ]
        for level in 1...6 { table["h\(level)"] = .heading(level) }
        for name in ["script", "style", "svg", "object", "iframe", "canvas", "audio", "video", "datalist"] {
            table[name] = .dropped
        }
        let blocks = [
            "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
            "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "head", "header", "hgroup",
            "hr", "html", "legend", "main", "nav", "optgroup", "option", "p", "search", "section", "select", "summary",
            "tbody", "textarea", "tfoot", "thead",
        ]
        for name in blocks { table[name] = .block }
        return table
    }()
}
