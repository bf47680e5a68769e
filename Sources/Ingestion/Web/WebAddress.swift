package import Foundation

/// The address of a page: http or https, with a host, without a password and without a fragment.
package struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address; scheme and host are in small letters, the path is not empty.
    package let url: URL
    /// Scheme, host and port: what rules of robots.txt and the limit on requests hold for.
    let origin: String
    /// The host, an IPv6 address in brackets.
    let host: String

    /// The longest address, in bytes.
    private static let maximumLength = 2_048

    /// Whether an argument is meant as a web address, or as another address that is none of a file.
    package static func isMeant(by argument: String) -> Bool {
        let start = argument.prefix(8).lowercased()
        return ["http:", "https:", "file:", "ftp:", "ftps:"].contains {
            start.hasPrefix($0) && argument.contains("://")
        }
    }

    /// Reads an address that a user gave.
    ///
    /// - Throws: an ``IngestFailure`` with the code `invalidAddress`, which does not repeat a password.
    package init(argument: String) throws {
        let shown = Self.redacted(argument)
        func refuse(_ why: String) -> IngestFailure {
            IngestFailure(source: shown, code: "invalidAddress", message: "\(shown) \(why)")
        }
        let scheme = argument.prefix { $0 != ":" }.lowercased()
        if scheme == "file" { throw refuse("names a file of this machine; give its path instead") }
        guard ["http", "https"].contains(scheme) else {
            throw refuse("cannot be fetched by Bespoke, which speaks http and https; download it and add the file")
        }
        guard !Self.hasUser(argument) else {
            throw refuse(
                "holds a user name or password, which would be stored in the library; leave it out, or download the page and "
                    + "add the file")
        }
        guard argument.utf8.count <= Self.maximumLength else {
            throw refuse("is longer than \(Self.maximumLength) bytes")
        }
        guard let address = WebAddress(argument, relativeTo: nil) else {
            throw refuse("is no valid web address; check it")
        }
        self = address
    }

    /// Reads a link; nil for what is no web address, has a password, or is too long.
    init?(_ text: String, relativeTo base: URL?) {
        guard text.utf8.count <= Self.maximumLength, let url = URL(string: text, relativeTo: base)?.absoluteURL,
            var parts = URLComponents(url: url, resolvingAgainstBaseURL: true),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.percentEncodedHost?.lowercased(), !host.isEmpty, parts.user == nil, parts.password == nil
        else { return nil }
        parts.scheme = scheme
        parts.percentEncodedHost = host
        parts.fragment = nil
        if parts.port == (scheme == "http" ? 80 : 443) { parts.port = nil }
        if parts.percentEncodedPath.isEmpty { parts.percentEncodedPath = "/" }
        guard (0...65_535).contains(parts.port ?? 1), let clean = parts.url?.standardized,
            clean.absoluteString.utf8.count <= Self.maximumLength
        else { return nil }
        self.url = clean
        self.host = host
        origin = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    /// The whole address, which is also the name of its document.
    package var description: String { url.absoluteString }

    /// Path and query as they are asked for, percent-encoded.
    var pathAndQuery: String {
        let parts = URLComponents(url: url, resolvingAgainstBaseURL: false)
        return (parts?.percentEncodedPath ?? "/") + (parts?.percentEncodedQuery.map { "?" + $0 } ?? "")
    }

    /// The path up to its last slash.
    var folder: Substring {
        let path = pathAndQuery.prefix { $0 != "?" }
        return path[...(path.lastIndex(of: "/") ?? path.startIndex)]
    }

    /// What a link in the page at this address leads to.
    func resolve(_ link: String, base: String? = nil) -> WebAddress? {
        let start = base.flatMap { URL(string: $0, relativeTo: url)?.absoluteURL } ?? url
        return WebAddress(link, relativeTo: start)
    }

    /// The address at the start of its site, `/robots.txt` for instance.
    func atRoot(_ path: String) -> WebAddress? { WebAddress(path, relativeTo: url) }

    /// `text` without user name and password.
    package static func redacted(_ text: String) -> String {
        guard hasUser(text), let start = text.range(of: "://")?.upperBound else { return text }
        let authority = text[start...].prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return text }
        return text[..<start] + "…" + text[at...]
    }

    private static func hasUser(_ text: String) -> Bool {
        guard let start = text.range(of: "://")?.upperBound else { return false }
        return text[start...].prefix { !"/?#".contains($0) }.contains("@")
    }
}
