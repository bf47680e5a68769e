internal import CLibXML2
package import Foundation

/// Reads XML with libxml2 into elements: a whole tree, or one part after the other where a tree would be too large.
///
/// No entity of the document is expanded, no file and no connection is opened. What is not well formed is read up to the
/// fault, as if everything open ended there.
package struct XMLTreeReader {
    /// What reading may cost.
    package struct Limits: Sendable {
        /// How deeply elements may be nested. The default is 200; libxml2 itself ends at 256.
        package var depth = 200
        /// Elements, attributes and texts that are held at a time. The default is 2,000,000.
        package var nodes = 2_000_000
        /// The time that one text may take. The default is one minute.
        package var time = Duration.seconds(60)

        /// The default limits.
        package init() {}
    }

    package var limits = Limits()
    package var cancellation = Cancellation()

    package init(limits: Limits = Limits(), cancellation: Cancellation = Cancellation()) {
        self.limits = limits
        self.cancellation = cancellation
    }

    /// What a text of XML holds.
    package struct Outcome {
        /// The outermost element; nil where there is none. Parts that were handed out are not in it.
        package var root: XMLTreeElement?
        /// The first fault, if the text is not well formed: "line 3: …".
        package var fault: String?
    }

    /// Reads a text whole.
    ///
    /// - Throws: ``DocumentError`` with the code `limitExceeded`, whose message begins with "it"; `CancellationError`.
    package func read(_ bytes: Data) throws -> Outcome { try read(bytes, parts: []) { _ in } }

    /// Reads a text part by part.
    ///
    /// - Parameters:
    ///   - parts: the local names of elements that are handed out when they end and then forgotten; of such elements inside
    ///     one another only the outermost count.
    ///   - opened: takes each element outside of parts when it begins, still empty.
    ///   - body: takes a part.
    /// - Throws: as ``read(_:)``, and what `body` throws.
    package func read(
        _ bytes: Data, parts: Set<String>, opened: (XMLTreeElement) -> Void = { _ in },
        _ body: (XMLTreeElement) throws -> Void
    ) throws -> Outcome {
        LibXML2.start()
        return try withoutActuallyEscaping(body) { body in
            try withoutActuallyEscaping(opened) { opened in
                let builder = XMLTreeBuilder(limits: limits, parts: parts, opened: opened, body: body)
                let session = XMLSession(limit: limits.time, builder: builder)
                try parse(bytes, session)
                try cancellation.check()
                if let error = session.builder.error { throw error }
                return Outcome(root: session.builder.root, fault: session.fault)
            }
        }
    }

    private static let chunkBytes = 65_536

    private func parse(_ bytes: Data, _ session: XMLSession) throws {
        var handler = XMLSession.makeHandler()
        let data = Unmanaged.passUnretained(session).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, data, nil, 0, nil) else {
            throw DocumentError(
                .limitExceeded, "there is no memory for the XML parser; close other programs and try again")
        }
        defer {
            if let tree = context.pointee.myDoc { xmlFreeDoc(tree) }
            context.pointee.myDoc = nil
            xmlFreeParserCtxt(context)
        }
        // NOENT makes `&amp;` in attributes come as `&`; entities of the document's own have no handler and stay unknown.
        let options = [XML_PARSE_RECOVER, XML_PARSE_NONET, XML_PARSE_NOENT, XML_PARSE_NOERROR, XML_PARSE_NOWARNING]
        xmlCtxtUseOptions(context, options.reduce(0) { $0 | Int32(bitPattern: $1.rawValue) })
        session.context = context
        withExtendedLifetime(session) {
            bytes.withUnsafeBytes { (raw: UnsafeRawBufferPointer) in
                var place = 0
                while place < raw.count, session.builder.error == nil, !cancellation.isCancelled {
                    let count = min(Self.chunkBytes, raw.count - place)
                    xmlParseChunk(
                        context, raw.baseAddress?.advanced(by: place).assumingMemoryBound(to: CChar.self), Int32(count),
                        0)
                    place += count
                    session.checkTime()
                }
                if session.builder.error == nil { xmlParseChunk(context, nil, 0, 1) }
            }
            session.finish()
        }
        session.context = nil
    }
}
