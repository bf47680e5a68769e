internal import Documents
package import Foundation
package import Library

/// What a web server sent for an address.
package struct FetchedPage: Sendable, Hashable {
    /// The address after all redirects, which the page's links start from.
    package var address: WebAddress
    /// The bytes; text in UTF-8 where the server stated an older encoding.
    package var bytes: Data
    /// A name by whose ending the format is told where the content leaves it open.
    package var typeName: String
    /// What the server says about the version.
    package var validators: WebValidators
    /// Words of the `X-Robots-Tag` header.
    var robots: Set<String> = []
    /// Whether all redirects on the way were said to be for good.
    var hasMoved = false
}

/// What a server says about the format of its answer.
struct ContentHint {
    /// The media type in small letters, without parameters; "" where none is stated.
    let type: String
    private let charset: String?

    /// Reads a `Content-Type` header.
    init(_ header: String?) {
        let parts = (header ?? "").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        type = parts.first?.lowercased() ?? ""
        charset = parts.dropFirst().first { $0.lowercased().hasPrefix("charset=") }
            .map { $0.dropFirst("charset=".count).trimmingCharacters(in: ["\"", "'", " "]) }
    }

    /// A file's name with the ending of the stated format; that of the address where none is stated that tells anything.
    func typeName(for address: WebAddress) -> String {
        let name = address.url.lastPathComponent
        guard let ending = Self.endings[type] else { return name == "/" ? "" : name }
        return name.lowercased().hasSuffix("." + ending) ? name : "page." + ending
    }

    /// Text in UTF-8, where the server states an older encoding that the bytes do not contradict.
    func decoded(_ bytes: Data) -> Data {
        let isText = type.hasPrefix("text/") || type.hasSuffix("xml") || type.hasSuffix("json")
        guard isText, let charset, let encoding = LegacyEncoding(label: charset), ByteOrderMark(bytes) == nil else {
            return bytes
        }
        let isUTF8 = bytes.withUnsafeBytes { ByteSurvey($0.bindMemory(to: UInt8.self)).strays == 0 }
        guard !isUTF8, let text = encoding.decode([UInt8](bytes)) else { return bytes }
        return Data(text.bytes)
    }

    private static let endings = [
        "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "md", "text/csv": "csv",
        "text/tab-separated-values": "tsv", "application/json": "json", "application/x-ndjson": "jsonl",
        "application/xml": "xml", "text/xml": "xml", "application/rss+xml": "xml", "application/atom+xml": "xml",
        "application/yaml": "yaml", "text/vtt": "vtt", "application/pdf": "pdf",
    ]
}
