internal import Foundation

/// A message, or a part of one: its fields, and where its body stands in the file.
struct MailPart {
    let headers: MailHeaders
    /// The bytes of the body as they are written.
    let body: Range<Int>
    /// `text/plain`, `multipart/mixed` …
    let type: String
    let parameters: [String: String]
    let disposition: String
    /// The name of the file that the part holds.
    let fileName: String?

    private let encoding: String

    init(_ bytes: [UInt8], _ range: Range<Int>, defaultType: String = "text/plain") {
        headers = MailHeaders(bytes, range)
        body = headers.end..<max(headers.end, range.upperBound)
        let content = headers.structured("content-type")
        type = content.value.contains("/") ? content.value : defaultType
        parameters = content.parameters
        let stated = headers.structured("content-disposition")
        disposition = stated.value
        fileName = stated.parameters["filename"] ?? content.parameters["name"]
        encoding = headers.structured("content-transfer-encoding").value
    }

    /// Whether the lines of the body are those of the file.
    var hasOwnLines: Bool { encoding != "base64" && encoding != "quoted-printable" }

    /// The body decoded.
    func content(_ bytes: [UInt8]) -> Data {
        switch encoding {
        case "base64": Data(MailWords.base64(bytes[body]))
        case "quoted-printable": Data(MailWords.quotedPrintable(bytes[body]))
        default: Data(bytes[body])
        }
    }

    /// The body decoded to text.
    func text(_ bytes: [UInt8]) -> SourceText {
        let content = content(bytes)
        var charset = parameters["charset"] ?? ""
        if charset.isEmpty, type == "text/html", let stated = HTMLCharset.stated(in: content) {
            return TextDecoder().decode(content, stated: stated)
        }
        if charset.lowercased() == "us-ascii" { charset = "" }
        return MailWords.source(content, charset: charset)
    }

    /// The ranges of the parts of a multipart body.
    func parts(_ bytes: [UInt8], limit: Int) -> [Range<Int>] {
        guard let boundary = parameters["boundary"], !boundary.isEmpty else { return [] }
        let mark = Array("--\(boundary)".utf8)
        var result: [Range<Int>] = []
        var open: Int?
        var start = body.lowerBound
        while start < body.upperBound, result.count < limit {
            let end = bytes[start..<body.upperBound].firstIndex(of: 0x0A) ?? body.upperBound
            let next = min(body.upperBound, end + 1)
            if bytes[start] == mark[0], bytes[start..<end].starts(with: mark) {
                let rest = bytes[(start + mark.count)..<end]
                let isEnd = rest.starts(with: "--".utf8)
                if isEnd || rest.allSatisfy(\.isSpace) {
                    if let open { result.append(open..<max(open, Self.withoutLineEnd(bytes, start))) }
                    open = isEnd ? nil : next
                    if isEnd { return result }
                }
            }
            start = next
        }
        if let open, result.count < limit { result.append(open..<max(open, body.upperBound)) }
        return result
    }

    /// The line end before a boundary belongs to it.
    private static func withoutLineEnd(_ bytes: [UInt8], _ end: Int) -> Int {
        var end = end
        if end > 0, bytes[end - 1] == 0x0A { end -= 1 }
        if end > 0, bytes[end - 1] == 0x0D { end -= 1 }
        return end
    }
}
