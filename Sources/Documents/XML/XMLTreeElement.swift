/// An element of XML with what is in it. Names are local names: the prefix that a file chose does not matter.
package final class XMLTreeElement {
    /// An attribute.
    package struct Attribute {
        /// The local name.
        package let name: String
        /// The URI of its namespace, "" where it has none.
        package let namespace: String
        package let value: String
    }

    /// What an element holds.
    package enum Node {
        case element(XMLTreeElement)
        case text(String)
    }

    /// The local name.
    package let name: String
    /// The URI of its namespace, "" where it has none.
    package let namespace: String
    package let attributes: [Attribute]
    /// What is in it, in order. Neighbouring texts are one.
    package private(set) var nodes: [Node] = []
    /// The line of the file where it begins, counted from 1.
    package let line: Int

    package init(name: String, namespace: String = "", attributes: [Attribute] = [], line: Int = 1) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.line = line
    }

    /// The value of the attribute with a local name; one without a namespace comes first.
    package subscript(name: String) -> String? {
        var other: String?
        for attribute in attributes where attribute.name == name {
            if attribute.namespace.isEmpty { return attribute.value }
            other = other ?? attribute.value
        }
        return other
    }

    /// The value of the attribute with a local name in the namespace whose URI ends with `namespace`.
    package func attribute(_ name: String, in namespace: String) -> String? {
        attributes.first { $0.name == name && $0.namespace.hasSuffix(namespace) }?.value
    }

    /// The elements in it, in order.
    package var children: [XMLTreeElement] {
        nodes.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// The first element in it of a name.
    package func child(_ name: String) -> XMLTreeElement? {
        for case .element(let element) in nodes where element.name == name { return element }
        return nil
    }

    /// The elements in it of a name.
    package func children(_ name: String) -> [XMLTreeElement] { children.filter { $0.name == name } }

    /// The first element of a name at any depth, in reading order.
    package func first(_ name: String) -> XMLTreeElement? {
        for child in children {
            if child.name == name { return child }
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// All the text in it, at any depth.
    package var text: String {
        // Most elements that have text have one.
        if nodes.count == 1, case .text(let text) = nodes[0] { return text }
        var result = ""
        appendText(to: &result)
        return result
    }

    private func appendText(to result: inout String) {
        for node in nodes {
            switch node {
            case .element(let element): element.appendText(to: &result)
            case .text(let text): result += text
            }
        }
    }

    func append(_ element: XMLTreeElement) { nodes.append(.element(element)) }
    func append(_ text: String) { nodes.append(.text(text)) }
}
