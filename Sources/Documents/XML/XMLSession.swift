internal import CLibXML2

/// What libxml2's handlers share while one text of XML is parsed; used on one thread.
final class XMLSession {
    var context: xmlParserCtxtPtr?
    private(set) var root: XMLTreeElement?
    private(set) var fault: String?
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
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    init(
        limits: XMLTreeReader.Limits, parts: Set<String>, opened: @escaping (XMLTreeElement) -> Void,
        body: @escaping (XMLTreeElement) throws -> Void
    ) {
        self.limits = limits
        self.parts = parts
        self.opened = opened
        self.body = body
        start = clock.now
    }

    func checkTime() {
        if error == nil, clock.now - start > limits.time { stop("it takes longer than \(limits.time) to read") }
    }

    /// Ends what is still open, as after a text that is cut off.
    func finish() {
        while error == nil, !open.isEmpty { end() }
    }

    private func stop(_ reason: String) { error = DocumentError(.limitExceeded, reason) }

    private func begin(_ element: XMLTreeElement) {
        guard error == nil else { return }
        addText()
        guard open.count < limits.depth else {
            return stop("it has elements nested more than \(limits.depth) deep")
        }
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

    private func end() {
        guard error == nil else { return }
        addText()
        guard let element = open.popLast(), partDepth > 0 else { return }
        partDepth -= 1
        guard partDepth == 0 else { return }
        nodes = nodesBeforePart
        do { try body(element) } catch { self.error = error }
    }

    private func addText() {
        guard !text.isEmpty else { return }
        defer { text.removeAll(keepingCapacity: true) }
        // White space between parts would add up.
        if !parts.isEmpty, partDepth == 0, text.allSatisfy(\.isSpace) { return }
        nodes += 1
        open.last?.append(String(decoding: text, as: UTF8.self))
    }

    private func name(_ pointer: UnsafePointer<xmlChar>?) -> String {
        guard let pointer else { return "" }
        if let known = names[pointer] { return known }
        let name = String(cString: pointer)
        names[pointer] = name
        return name
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLSession? {
        data.map { Unmanaged<XMLSession>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The handlers; those for a document's own entities are left out, so that there are none.
    static func makeHandler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = XML_SAX2_MAGIC
        handler.startElementNs = { data, name, _, namespace, _, _, count, _, values in
            guard let session = XMLSession.from(data) else { return }
            session.begin(
                XMLTreeElement(
                    name: session.name(name), namespace: session.name(namespace),
                    attributes: session.attributes(values, count: Int(count)),
                    line: Int(session.context?.pointee.input?.pointee.line ?? 1)))
        }
        handler.endElementNs = { data, _, _, _ in XMLSession.from(data)?.end() }
        let characters: charactersSAXFunc = { data, text, count in
            guard let session = XMLSession.from(data), let text, count > 0, session.error == nil else { return }
            session.text.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(count)))
        }
        handler.characters = characters
        handler.ignorableWhitespace = characters
        handler.cdataBlock = characters
        handler.serror = { data, error in
            guard let session = XMLSession.from(data), session.fault == nil, let error else { return }
            guard error.pointee.level == XML_ERR_FATAL else { return }
            let message = error.pointee.message.map { String(cString: $0) } ?? "it is not well formed"
            session.fault = "line \(error.pointee.line): \(message.split(separator: "\n").first ?? "")"
        }
        return handler
    }

    /// Five pointers each: name, prefix, namespace, and where the value begins and ends.
    private func attributes(
        _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) -> [XMLTreeElement.Attribute] {
        guard let values, count > 0 else { return [] }
        return (0..<count).map { index in
            let parts = values + 5 * index
            var value = ""
            if let start = parts[3], let end = parts[4], end > start {
                value = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
            }
            return XMLTreeElement.Attribute(name: name(parts[0]), namespace: name(parts[2]), value: value)
        }
    }
}
