internal import CLibXML2
internal import Foundation

/// Runs libxml2's HTML parser over a text and hands its events to an ``HTMLPageBuilder``.
///
/// Events, unlike a tree, need memory for the open elements only and know their line beyond 65,535. The parser
/// opens no file and no connection.
struct HTMLParser {
    /// What parsing may cost.
    struct Limits {
        var depth = 4_096
        var time = Duration.seconds(60)
    }

    var limits = Limits()
    var cancellation = Cancellation()

    /// Parses valid UTF-8 without NUL.
    ///
    /// - Throws: `CancellationError`; `DocumentError` with the code `limitExceeded` if there is no memory.
    func parse(_ text: ArraySlice<UInt8>) throws -> HTMLPage {
        LibXML2.start()
        guard let context = htmlNewParserCtxt() else {
            throw DocumentError(
                .limitExceeded, "there is no memory for the HTML parser; close other programs and try again")
        }
        let session = HTMLParserSession(limits: limits, cancellation: cancellation)
        defer {
            if let tree = context.pointee.myDoc { xmlFreeDoc(tree) }
            context.pointee.myDoc = nil
            htmlFreeParserCtxt(context)
        }
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
        Self.install(in: context)
        session.context = context
        withExtendedLifetime(session) {
            context.pointee.userData = Unmanaged.passUnretained(session).toOpaque()
            text.withUnsafeBytes { raw in
                session.input = raw
                let data = Unmanaged.passUnretained(session).toOpaque()
                _ = htmlCtxtReadIO(context, Self.readInput, nil, data, nil, "UTF-8", Int32(bitPattern: options))
                session.input = UnsafeRawBufferPointer(start: nil, count: 0)
            }
        }
        try cancellation.check()
        return session.finish()
    }

    /// Gives the parser its next bytes; between two calls, cancellation and time are looked at.
    ///
    /// Parsing is ended by an end of the input. `xmlStopParser` would free buffers that the parser still uses when it is called
    /// from here.
    private static let readInput: xmlInputReadCallback = { data, buffer, length in
        guard let session = HTMLParserSession.from(data), let buffer, session.isInTime() else { return 0 }
        let count = min(Int(length), session.input.count)
        UnsafeMutableRawBufferPointer(start: buffer, count: count).copyMemory(
            from: .init(rebasing: session.input[..<count]))
        session.input = UnsafeRawBufferPointer(rebasing: session.input[count...])
        return Int32(count)
    }

    /// Replaces the handlers that would build a tree.
    private static func install(in context: htmlParserCtxtPtr) {
        guard let handler = context.pointee.sax else { return }
        handler.pointee = htmlSAXHandler()
        handler.pointee.startElement = { data, name, attributes in
            guard let session = HTMLParserSession.from(data), let name else { return }
            session.start(String(cString: name), attributes)
        }
        handler.pointee.endElement = { data, _ in HTMLParserSession.from(data)?.end() }
        let characters: charactersSAXFunc = { data, text, length in
            guard let session = HTMLParserSession.from(data), let text, length > 0 else { return }
            session.characters(UnsafeBufferPointer(start: text, count: Int(length)))
        }
        handler.pointee.characters = characters
        handler.pointee.ignorableWhitespace = characters
        handler.pointee.cdataBlock = characters
    }
}

/// What libxml2's handlers share while one text is parsed; used on one thread.
private final class HTMLParserSession {
    var context: htmlParserCtxtPtr?
    /// The bytes that the parser has not been given; valid only while it runs.
    var input = UnsafeRawBufferPointer(start: nil, count: 0)
    private var builder = HTMLPageBuilder()
    private var depth = 0
    private var problem: String?
    private let limits: HTMLParser.Limits
    private let cancellation: Cancellation
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    init(limits: HTMLParser.Limits, cancellation: Cancellation) {
        self.limits = limits
        self.cancellation = cancellation
        start = clock.now
    }

    static func from(_ data: UnsafeMutableRawPointer?) -> HTMLParserSession? {
        data.map { Unmanaged<HTMLParserSession>.fromOpaque($0).takeUnretainedValue() }
    }

    func start(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        guard problem == nil else { return }
        depth += 1
        guard depth <= limits.depth else {
            problem = "its elements are nested more than \(limits.depth) deep"
            return
        }
        builder.open(name, HTMLAttributes(attributes), line: line)
    }

    func end() {
        depth -= 1
        guard problem == nil else { return }
        builder.close(line: line)
    }

    func characters(_ text: UnsafeBufferPointer<UInt8>) {
        guard problem == nil else { return }
        builder.append(text, endLine: line)
    }

    func finish() -> HTMLPage {
        var page = builder.finish(line: line)
        page.problem = problem
        return page
    }

    private var line: Int { max(1, Int(context?.pointee.input?.pointee.line ?? 1)) }

    /// Whether the parser may go on: nothing stopped it, its time is not over, and somebody waits for it.
    func isInTime() -> Bool {
        if cancellation.isCancelled { problem = "it was cancelled" }
        if clock.now - start > limits.time {
            problem = "it takes longer than \(limits.time) to read"
        }
        return problem == nil
    }
}

/// The attributes of an element that matter here.
struct HTMLAttributes {
    /// Names and values in the order of the source; names are in small letters.
    private(set) var values: [(name: String, value: String)] = []

    init(_ pointer: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        guard var pointer else { return }
        while let name = pointer.pointee {
            let key = String(cString: name)
            if Self.wanted.contains(key) {
                values.append((key, pointer[1].map { String(cString: $0) } ?? ""))
            }
            pointer += 2
        }
    }

    /// The value of an attribute.
    subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    private static let wanted: Set = [
        "style", "hidden", "color", "bgcolor", "alt", "start", "class", "id", "role", "href", "rel",
    ]
}
