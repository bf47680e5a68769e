internal import CLibXML2
package import Foundation

/// What a crawler needs of an HTML page: where it leads, and what it asks of programs that follow.
package struct PageLinks: Sendable, Hashable {
    /// The targets of links as they are written, in order, without those marked `rel=nofollow`.
    package var targets: [String] = []
    /// The `href` of the first `base` element, which relative links start from.
    package var base: String?
    /// The address that the page gives as its own.
    package var canonical: String?
    /// Words of `meta name=robots`, in small letters: `noindex`, `nofollow`, `none`.
    package var robots: Set<String> = []

    /// Links beyond this many are not looked at.
    private static let maximumCount = 10_000
    /// The longest attribute that is looked at, in bytes.
    private static let maximumLength = 4_096

    /// Reads the links of a page, leniently; a page that is none has no links. Blocks its thread, for about 10 ms a megabyte.
    package init(_ bytes: Data) {
        let text = TextDecoder().decode(bytes, stated: HTMLCharset.stated(in: bytes)).bytes
        LibXML2.start()
        let collector = Collector()
        withExtendedLifetime(collector) {
            let data = Unmanaged.passUnretained(collector).toOpaque()
            var handler = htmlSAXHandler()
            handler.startElement = { data, name, attributes in
                guard let data, let name else { return }
                Unmanaged<Collector>.fromOpaque(data).takeUnretainedValue().open(String(cString: name), attributes)
            }
            guard let context = htmlCreatePushParserCtxt(&handler, data, nil, 0, nil, XML_CHAR_ENCODING_UTF8) else {
                return
            }
            let options =
                HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
                | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
            htmlCtxtUseOptions(context, Int32(bitPattern: options))
            text.withUnsafeBytes { raw in
                var place = 0
                while place < raw.count, collector.isOpen {
                    let count = min(65_536, raw.count - place)
                    htmlParseChunk(
                        context, raw.baseAddress?.advanced(by: place).assumingMemoryBound(to: CChar.self), Int32(count),
                        0)
                    place += count
                }
            }
            htmlParseChunk(context, nil, 0, 1)
            if let tree = context.pointee.myDoc { xmlFreeDoc(tree) }
            context.pointee.myDoc = nil
            htmlFreeParserCtxt(context)
        }
        self = collector.links
    }

    private init() {}

    /// Takes the events of libxml2; used on one thread.
    private final class Collector {
        var links = PageLinks()
        var isOpen: Bool { links.targets.count < PageLinks.maximumCount }

        func open(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
            guard isOpen, ["a", "area", "base", "link", "meta", "frame", "iframe"].contains(name) else { return }
            var values: [String: String] = [:]
            var next = attributes
            while let pair = next, let key = pair.pointee {
                let value = pair[1].map { String(cString: $0) } ?? ""
                if value.utf8.count <= PageLinks.maximumLength { values[String(cString: key)] = value }
                next = pair + 2
            }
            let relations = (values["rel"] ?? "").lowercased().split(whereSeparator: \.isWhitespace)
            let target = values["href"]?.trimmingCharacters(in: .whitespacesAndNewlines)
            switch name {
            case "base": links.base = links.base ?? target
            case "link": if relations.contains("canonical") { links.canonical = links.canonical ?? target }
            case "meta":
                guard values["name"]?.lowercased() == "robots" else { return }
                links.robots.formUnion(PageLinks.words(values["content"] ?? ""))
            case "frame", "iframe":
                if let source = values["src"] { links.targets.append(source) }
            default:
                if let target, !relations.contains("nofollow") { links.targets.append(target) }
            }
        }
    }

    /// The words of a robots directive, divided by commas and white space.
    package static func words(_ text: String) -> [String] {
        text.lowercased().split { $0 == "," || $0.isWhitespace }.map(String.init)
    }
}
