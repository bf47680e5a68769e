internal import Assistants
internal import Documents
internal import Retrieval

/// A source as a person reads it: `[1] handbook.pdf, page 12, “…the quoted words…”`.
enum SourceLine {
    /// The most characters of a quote.
    private static let quoteLength = 240

    /// The line of a citation.
    static func of(_ citation: Citation) -> String {
        citation.supported ? "\(head(of: citation)), “\(shortened(citation.quote))”" : head(of: citation)
    }

    /// The line of a citation without the quoted words.
    static func head(of citation: Citation) -> String {
        guard citation.supported, let number = citation.number else {
            return "[?] “\(shortened(citation.sentence))” (no passage supports it: check it)"
        }
        return "[\(number)] \(place(citation.document, citation.location))"
    }

    /// The line of a snippet that is shown as the closest passage.
    static func of(_ snippet: Snippet) -> String {
        "[\(snippet.number)] \(place(snippet.document, snippet.location)), “\(shortened(snippet.text))”"
    }

    /// "handbook.pdf, page 12".
    static func place(_ document: String, _ location: Location) -> String {
        let place = location.description
        return place.isEmpty ? document : "\(document), \(place)"
    }

    /// One line of `text`, cut at a word.
    private static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count > quoteLength else { return line }
        let cut = line.prefix(quoteLength)
        let end = cut.lastIndex(of: " ").flatMap { cut.distance(from: $0, to: cut.endIndex) < 40 ? $0 : nil }
        return cut[..<(end ?? cut.endIndex)] + "…"
    }
}
