import Foundation

/// A row of expected.tsv.
struct FormatExpectation {
    enum Kind: String { case text, near, notext, password, survive, either }

    let file: String
    let kind: Kind
    let snippet: String
    let page: Int?
    private let note: String

    /// How far apart the parts of a `near` row may be, in characters.
    private static let nearness = 200

    init?(_ line: Substring) {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard cells.count >= 5, let kind = Kind(rawValue: cells[1]) else { return nil }
        (file, self.kind, snippet, page, note) = (cells[0], kind, cells[2], Int(cells[3]), cells[4])
    }

    /// What a note says behind `password: `.
    var password: String { note.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "" }

    /// - Parameters:
    ///   - plain: what is read without a password.
    ///   - opened: what is read with it.
    func holds(plain: ReadFile, opened: ReadFile?) -> Bool {
        guard plain.ended else { return false }
        switch kind {
        case .text: return contains(plain)
        case .near: return containsNear(plain)
        case .notext, .survive: return !plain.isEmpty || plain.hasDiagnostics
        case .password: return plain.hasDiagnostic("passwordNeeded") && opened.map(contains) == true
        case .either: return contains(plain) || plain.hasDiagnostic("unsupportedFormat")
        }
    }

    private func contains(_ read: ReadFile) -> Bool {
        let dense = Self.hasHan(snippet)
        return Self.plain(read.text(page: page), dense: dense).contains(Self.plain(snippet, dense: dense))
    }

    /// Whether the parts follow each other.
    private func containsNear(_ read: ReadFile) -> Bool {
        let dense = Self.hasHan(snippet)
        let text = Self.plain(read.text(page: page), dense: dense)
        let parts = snippet.split(separator: " | ").map { Self.plain(String($0), dense: dense) }
        guard let first = parts.first else { return false }
        var rest = text[...]
        while let begin = rest.range(of: first) {
            var window = text[begin.upperBound...].prefix(Self.nearness)
            let holds = parts.dropFirst().allSatisfy { part in
                guard let found = window.range(of: part) else { return false }
                window = window[found.upperBound...]
                return true
            }
            if holds { return true }
            rest = rest[begin.upperBound...]
        }
        return false
    }

    private static func hasHan(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) || (0x3400...0x9FFF).contains($0.value) }
    }

    /// The text in compatibility form, with straight quotes, single spaces (none where it is `dense`) and lower case.
    private static func plain(_ text: String, dense: Bool) -> String {
        let straight = text.precomposedStringWithCompatibilityMapping
            .replacing(/[‘’‛′]/, with: "'").replacing(/[“”‟″]/, with: "\"")
        return straight.split(whereSeparator: \.isWhitespace).joined(separator: dense ? "" : " ").lowercased()
    }
}
