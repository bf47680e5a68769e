internal import Foundation

extension WordBody {
    /// Reads a file that Word would take in when it opens the document: a page of HTML or a text, as exporters write them.
    func readEmbedded(_ element: XMLTreeElement) throws {
        let part = relationships[element.attribute("id", in: "/relationships")]
        let ending = part?.split(separator: ".").last?.lowercased() ?? ""
        guard let part, let data = try package.data(of: part), ["htm", "html", "xhtml", "txt"].contains(ending) else {
            return package.note(.unsupportedFormat, "a file in it (\(part ?? "missing")) is not read")
        }
        let text = TextDecoder().decode(data, stated: HTMLCharset.stated(in: data))
        guard ending != "txt" else {
            return try writer.append(.paragraph, text.string(0..<text.bytes.count), at: location(nil))
        }
        let page = try HTMLParser(cancellation: package.cancellation).parse(text.bytes[...])
        if let problem = page.problem { package.note(.limitExceeded, "\(part) in it is read in part: \(problem)") }
        for piece in page.pieces { try writer.append(piece, at: location(nil)) }
    }
}
