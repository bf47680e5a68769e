package import Foundation
internal import Library

/// The rules of a site for programs, as its robots.txt states them.
///
/// Source: RFC 9309. The rules of the group that names us hold, else those of `*`; of the rules that match a path the longest
/// decides, and where an `allow` and a `disallow` are equally long, the `allow`.
package struct RobotsRules: Sendable, Hashable {
    /// How a program calls itself in robots.txt.
    static let agent = "bespoke"
    /// What is read of a robots.txt, in bytes.
    static let maximumBytes = 512_000

    private struct Rule: Sendable, Hashable {
        var allows: Bool
        var path: String
    }

    private var rules: [Rule] = []
    /// Seconds that the site wants between two requests.
    package private(set) var delay: Double?

    /// No rules: everything is allowed.
    init() {}

    /// Reads a robots.txt.
    package init(_ bytes: Data) {
        var text = String(decoding: bytes.prefix(Self.maximumBytes), as: UTF8.self)
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        var own: RobotsRules?
        var others = RobotsRules()
        var agents: Set<String> = []
        var isInAgents = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.prefix { $0 != "#" }
            guard let colon = line.firstIndex(of: ":") else { continue }
            let key = line[..<colon].trimmingCharacters(in: .whitespaces).lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            if key == "user-agent" {
                if !isInAgents { agents = [] }
                isInAgents = true
                agents.insert(Self.token(value))
                if agents.contains(Self.agent) { own = own ?? RobotsRules() }
                continue
            }
            guard ["allow", "disallow", "crawl-delay"].contains(key) else { continue }
            isInAgents = false
            if agents.contains(Self.agent) { own?.add(key, value) }
            if agents.contains("*") { others.add(key, value) }
        }
        self = own ?? others
    }

    /// Whether a path with its query may be fetched.
    package func allows(_ path: String) -> Bool {
        guard path != "/robots.txt" else { return true }
        let path = Self.normalized(path)
        let matching = rules.filter { Self.matches($0.path, path) }
        let best = matching.max { ($0.path.utf8.count, $0.allows ? 1 : 0) < ($1.path.utf8.count, $1.allows ? 1 : 0) }
        return best?.allows ?? true
    }

    private mutating func add(_ key: String, _ value: String) {
        if key == "crawl-delay" {
            if let seconds = Double(value), seconds >= 0 { delay = seconds }
        } else if !value.isEmpty {
            rules.append(Rule(allows: key == "allow", path: Self.normalized(value)))
        }
    }

    private static func token(_ value: String) -> String {
        value == "*" ? value : value.lowercased().prefix { $0.isLetter || $0 == "-" || $0 == "_" }.description
    }

    /// Percent-encodes what is not ASCII, and writes encodings in capitals, so that equal paths are equal texts.
    private static func normalized(_ path: String) -> String {
        var result: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                rest = rest.dropFirst(2)
                let scalar = Character(Unicode.Scalar(code))
                let isUnreserved = scalar.isASCII && (scalar.isLetter || scalar.isNumber || "-._~".contains(scalar))
                result += isUnreserved ? [code] : encoded(code)
            } else {
                result += byte < 0x80 ? [byte] : encoded(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func encoded(_ byte: UInt8) -> [UInt8] {
        let digits = String(byte, radix: 16, uppercase: true)
        return Array("%\(byte < 16 ? "0" : "")\(digits)".utf8)
    }

    /// Whether the start of `path` matches a pattern with `*` for anything and a final `$` for the end.
    private static func matches(_ pattern: String, _ path: String) -> Bool {
        var pattern = Array(pattern.utf8)
        let isAnchored = pattern.last == UInt8(ascii: "$")
        if isAnchored { pattern.removeLast() } else { pattern.append(UInt8(ascii: "*")) }
        return Wildcards.match(pattern, Array(path.utf8)[...], isStar: { $0 == UInt8(ascii: "*") }, matches: ==)
    }
}
