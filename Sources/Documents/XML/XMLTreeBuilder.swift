internal import CLibXML2

/// Builds elements from the parser's events, and hands out those that are parts.
///
/// All state is in one value, so that an event asks only once whether it may change it.
struct XMLTreeBuilder {
    private(set) var root: XMLTreeElement?
    /// What ended the reading.
    private(set) var error: (any Error)?
    private let limits: XMLTreeReader.Limits
    private let parts: Set<String>
    private let opened: (XMLTreeElement) -> Void
    private let body: (XMLTreeElement) throws -> Void
    private var open: [XMLTreeElement] = []
    /// The bytes of the text that is being read.
    private var text: [UInt8] = []
    /// How many of the open elements are inside a part, the part itself counted.
    private var partDepth = 0
    private var nodes = 0
    private var nodesBeforePart = 0
    /// Names that libxml2 keeps once each, by their address.
    private var names: [UnsafePointer<xmlChar>: String] = [:]

    init(
        limits: XMLTreeReader.Limits, parts: Set<String>, opened: @escaping (XMLTreeElement) -> Void,
        body: @escaping (XMLTreeElement) throws -> Void
    ) {
        self.limits = limits
        self.parts = parts
        self.opened = opened
        self.body = body
    }

    /// Ends what is still open, as after a text that is cut off.
    mutating func finish() {
        while error == nil, !open.isEmpty { end() }
    }

    /// Ends the reading.
    mutating func stop(_ reason: String) { error = DocumentError(.limitExceeded, reason) }

    /// Begins an element.
    ///
    /// - Parameter values: five pointers for each attribute: name, prefix, namespace, and where the value begins and ends.
    mutating func begin(
        _ name: UnsafePointer<xmlChar>?, _ namespace: UnsafePointer<xmlChar>?,
        _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int, line: Int
    ) {
        guard error == nil else { return }
        addText()
        guard open.count < limits.depth else {
            return stop("it has elements nested more than \(limits.depth) deep")
        }
        let element = XMLTreeElement(
            name: self.name(name), namespace: self.name(namespace), attributes: attributes(values, count: count),
            line: line)
        if partDepth > 0 || parts.contains(element.name) {
            if partDepth == 0 { nodesBeforePart = nodes }
            partDepth += 1
        }
        nodes += 1 + element.attributes.count
        guard nodes <= limits.nodes else { return stop("it has more than \(limits.nodes) elements") }
        if partDepth == 0 { opened(element) }
        if partDepth != 1 { open.last?.append(element) }
        if open.isEmpty, root == nil, partDepth != 1 { root = element }
        open.append(element)
    }

    /// Ends an element.
    mutating func end() {
        guard error == nil else { return }
        addText()
        guard let element = open.popLast(), partDepth > 0 else { return }
        partDepth -= 1
        guard partDepth == 0 else { return }
        nodes = nodesBeforePart
        do { try body(element) } catch { self.error = error }
    }

    /// Adds characters to the text of the element that is open.
    mutating func append(_ characters: UnsafeBufferPointer<xmlChar>) {
        if error == nil { text.append(contentsOf: characters) }
    }

    private mutating func addText() {
        guard !text.isEmpty else { return }
        defer { text.removeAll(keepingCapacity: true) }
        // White space between parts would add up.
        if !parts.isEmpty, partDepth == 0, text.allSatisfy(\.isSpace) { return }
        nodes += 1
        open.last?.append(String(decoding: text, as: UTF8.self))
    }

    private mutating func name(_ pointer: UnsafePointer<xmlChar>?) -> String {
        guard let pointer else { return "" }
        if let known = names[pointer] { return known }
        let name = String(cString: pointer)
        names[pointer] = name
        return name
    }

    private mutating func attributes(
        _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) -> [XMLTreeElement.Attribute] {
        guard let values, count > 0 else { return [] }
        var result: [XMLTreeElement.Attribute] = []
        result.reserveCapacity(count)
        for index in 0..<count {
            let parts = values + 5 * index
            var value = ""
            if let start = parts[3], let end = parts[4], end > start {
                value = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
            }
            result.append(XMLTreeElement.Attribute(name: name(parts[0]), namespace: name(parts[2]), value: value))
        }
        return result
    }
}
