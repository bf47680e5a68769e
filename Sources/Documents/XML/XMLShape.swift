/// Tells documents of XML from data of XML, by what their elements hold.
enum XMLShape {
    /// Whether the text is one to be read, such as DocBook: text and elements are mixed in it, or its root is known.
    static func isDocument(_ root: XMLTreeElement) -> Bool {
        let known: Set = ["article", "book", "chapter", "section", "topic", "TEI", "FictionBook", "html", "refentry"]
        return known.contains(root.name) || hasMixed(root)
    }

    private static func hasMixed(_ element: XMLTreeElement) -> Bool {
        isMixed(element) || element.children.contains(where: hasMixed)
    }

    /// Whether text and elements stand beside each other in the element.
    static func isMixed(_ element: XMLTreeElement) -> Bool {
        var hasText = false
        var hasElement = false
        for node in element.nodes {
            switch node {
            case .element: hasElement = true
            case .text(let text): hasText = hasText || text.utf8.contains { !$0.isSpace }
            }
        }
        return hasText && hasElement
    }

    /// The text of a child that is the title of the element, nil if there is none.
    static func title(of element: XMLTreeElement) -> String? {
        for name in ["title", "head", "heading", "titel", "info", "name"] {
            guard let child = element.child(name) else { continue }
            if name == "info" || name == "head" && !child.children.isEmpty {
                if let title = child.child("title").map({ flow($0.text) }), !title.isEmpty { return title }
                continue
            }
            let text = flow(child.text)
            if !text.isEmpty, text.utf8.count <= 300 { return text }
        }
        return nil
    }

    /// The text on one line, with one space for each run of white space.
    static func flow(_ text: String) -> String {
        text.split { $0.isWhitespace }.joined(separator: " ")
    }

    /// The element as structured data: attributes and children are fields, neighbours of one name a list.
    static func data(_ element: XMLTreeElement) -> DataNode {
        let last = element.line
        var fields = textAttributes(element).map {
            DataNode.Field(key: $0.name, node: DataNode(.text($0.value), lines: last...last))
        }
        let children = element.children
        guard !children.isEmpty else { return leaf(element, fields) }
        var end = last
        var index = 0
        while index < children.count {
            let name = children[index].name
            var next = index + 1
            while next < children.count, children[next].name == name { next += 1 }
            let nodes = children[index..<next].map(data)
            let lines =
                nodes[0].lines.lowerBound...nodes.reduce(nodes[0].lines.upperBound) { max($0, $1.lines.upperBound) }
            end = max(end, lines.upperBound)
            let node = nodes.count == 1 ? nodes[0] : DataNode(.list(nodes), lines: lines)
            fields.append(DataNode.Field(key: name, node: node))
            index = next
        }
        return DataNode(.map(fields), lines: last...end)
    }

    private static func leaf(_ element: XMLTreeElement, _ attributes: [DataNode.Field]) -> DataNode {
        let text = XMLText.plain(element.text)
        let lines = element.line...element.line + text.utf8.count { $0 == 0x0A }
        guard !attributes.isEmpty else { return DataNode(.text(text), lines: lines) }
        if text.isEmpty { return DataNode(.map(attributes), lines: lines) }
        let notes = attributes.compactMap { field in field.node.text.map { "\(field.key) \($0)" } }
        return DataNode(.text("\(text) (\(notes.joined(separator: ", ")))"), lines: lines)
    }

    /// The attributes but those that only tell programs about the file.
    static func textAttributes(_ element: XMLTreeElement) -> [XMLTreeElement.Attribute] {
        element.attributes.filter {
            !$0.value.isEmpty && !$0.namespace.hasSuffix("XMLSchema-instance") && $0.name != "schemaLocation"
        }
    }
}

/// The texts of XML elements.
enum XMLText {
    /// A text without white space at its ends, and without the HTML that feeds put into it.
    static func plain(_ text: String) -> String {
        let isPage = text.contains("</") || text.contains("<p>") || text.contains("<br")
        if isPage, let page = try? HTMLParser().parse(Array(text.utf8)[...]), !page.pieces.isEmpty {
            return page.pieces.filter { !$0.isHidden }.map(\.text).joined(separator: "\n")
        }
        let bytes = text.utf8
        guard let start = bytes.firstIndex(where: { !$0.isSpace }),
            let end = bytes.lastIndex(where: { !$0.isSpace })
        else { return "" }
        return String(text[start...end])
    }
}
