internal import CLibXML2

/// What libxml2's handlers share while one text of XML is parsed; used on one thread.
final class XMLSession {
    var context: xmlParserCtxtPtr?
    private(set) var builder: XMLTreeBuilder
    private(set) var fault: String?
    private let limit: Duration
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    init(limit: Duration, builder: XMLTreeBuilder) {
        self.limit = limit
        self.builder = builder
        start = clock.now
    }

    func checkTime() {
        if builder.error == nil, clock.now - start > limit { builder.stop("it takes longer than \(limit) to read") }
    }

    /// Ends what is still open, as after a text that is cut off.
    func finish() { builder.finish() }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLSession? {
        data.map { Unmanaged<XMLSession>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The handlers; those for a document's own entities are left out, so that there are none.
    static func makeHandler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = XML_SAX2_MAGIC
        handler.startElementNs = { data, name, _, namespace, _, _, count, _, values in
            guard let session = XMLSession.from(data) else { return }
            let line = Int(session.context?.pointee.input?.pointee.line ?? 1)
            session.builder.begin(name, namespace, values, count: Int(count), line: line)
        }
        handler.endElementNs = { data, _, _, _ in XMLSession.from(data)?.builder.end() }
        let characters: charactersSAXFunc = { data, text, count in
            guard let session = XMLSession.from(data), let text, count > 0 else { return }
            session.builder.append(UnsafeBufferPointer(start: text, count: Int(count)))
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
}
