/// Writes a document of XML as blocks: titles are headings, what is inside a paragraph is one text, tables keep their rows.
struct XMLTextWriter {
    private(set) var collector: BlockCollector
    private let cancellation: Cancellation

    init(collector: BlockCollector, cancellation: Cancellation) {
        self.collector = collector
        self.cancellation = cancellation
    }

    mutating func write(_ root: XMLTreeElement) throws { try write(root, as: .paragraph, level: 1) }

    private mutating func write(_ element: XMLTreeElement, as kind: Block.Kind, level: Int) throws {
        try cancellation.check()
        try writeAttributes(of: element)
        if Self.code.contains(element.name) { return try append(.code, element.text, element, isVerbatim: true) }
        if Self.isTable(element) { return try writeTable(element) }
        let kind = Self.items.contains(element.name) ? .listItem : kind
        let children = element.children
        if children.isEmpty || XMLShape.isMixed(element) { return try writeText(of: element, as: kind, level: level) }
        let title = element.child("title") ?? element.child("head") ?? element.child("heading")
        if let title, title.children.allSatisfy({ $0.children.isEmpty }) {
            try collector.appendHeading(
                XMLShape.flow(title.text), level: level, at: Location(lines: title.line...title.line))
            for child in children where child !== title { try write(child, as: kind, level: level + 1) }
            return collector.closeSections(from: level)
        }
        for child in children { try write(child, as: kind, level: level) }
    }

    /// Writes what is in a paragraph; a list or the like in it ends one and begins another.
    private mutating func writeText(of element: XMLTreeElement, as kind: Block.Kind, level: Int) throws {
        var text = ""
        var line = element.line
        for node in element.nodes {
            switch node {
            case .text(let part): text += part
            case .element(let child) where Self.isBlock(child):
                try append(kind, text, element, line: line)
                text = ""
                line = child.line
                try write(child, as: .paragraph, level: level)
            case .element(let child): text += child.text
            }
        }
        let isField = kind == .paragraph && element.children.isEmpty && !Self.paragraphs.contains(element.name)
        let flat = XMLShape.flow(text)
        if isField, !flat.isEmpty, flat.utf8.count <= 200 { text = "\(element.name): \(flat)" }
        try append(kind, text, element, line: line)
    }

    private mutating func append(
        _ kind: Block.Kind, _ text: String, _ element: XMLTreeElement, line: Int? = nil, isVerbatim: Bool = false
    ) throws {
        let line = line ?? element.line
        let last = line + text.utf8.count { $0 == 0x0A }
        let text = isVerbatim ? text.trimmingLineEnds : XMLShape.flow(XMLText.plain(text))
        try collector.append(kind, text, at: Location(lines: line...last))
    }

    private mutating func writeAttributes(of element: XMLTreeElement) throws {
        for attribute in XMLShape.textAttributes(element) where Self.texts.contains(attribute.name) {
            try collector.append(
                .paragraph, XMLShape.flow(attribute.value), at: Location(lines: element.line...element.line))
        }
    }

    // MARK: Tables

    private static func isTable(_ element: XMLTreeElement) -> Bool {
        element.name == "table" || element.name == "informaltable" || element.name == "tgroup"
    }

    private mutating func writeTable(_ element: XMLTreeElement) throws {
        var writer = TableWriter()
        if let title = element.child("title") ?? element.child("caption") {
            try append(.paragraph, title.text, title)
        }
        var rows: [XMLTreeElement] = []
        collectRows(of: element, into: &rows)
        for (index, row) in rows.enumerated() {
            let cells = row.children.map { XMLShape.flow($0.text) }
            let place = Location(lines: row.line...row.line)
            if index == 0, rows.count > 1 {
                writer.setHeader(cells, at: place)
            } else {
                try writer.append(cells, at: place, to: &collector)
            }
        }
        try writer.finish(to: &collector)
    }

    private func collectRows(of element: XMLTreeElement, into rows: inout [XMLTreeElement]) {
        for child in element.children {
            if child.name == "row" || child.name == "tr" {
                rows.append(child)
            } else {
                collectRows(of: child, into: &rows)
            }
        }
    }

    // MARK: Names

    private static func isBlock(_ element: XMLTreeElement) -> Bool {
        code.contains(element.name) && element.name != "code" || isTable(element) || lists.contains(element.name)
            || paragraphs.contains(element.name) && element.name != "text"
    }

    private static let code: Set = [
        "programlisting", "screen", "literallayout", "pre", "codeblock", "synopsis", "code",
    ]
    private static let items: Set = ["listitem", "li", "item", "step", "varlistentry"]
    private static let lists: Set = [
        "itemizedlist", "orderedlist", "variablelist", "simplelist", "procedure", "ul", "ol", "dl", "list",
        "blockquote",
        "note", "warning", "tip", "caution", "important", "figure", "example", "section", "div",
    ]
    private static let paragraphs: Set = ["p", "para", "simpara", "formalpara", "ab", "l", "v", "text", "abstract"]
    /// Attributes that people read.
    private static let texts: Set = ["alt", "title", "label", "caption", "summary", "desc", "description"]
}
