/// Where a piece of text stands in its document, as a person would look it up.
///
/// The same object everywhere: in a block, in a chunk's pieces, in a snippet and in a citation. In JSON it is
/// `{"page": 12}` or `{"lines": [40, 52]}`; a location that knows both writes both, and one that goes on to another page is
/// `{"page": 12, "lastPage": 13}`.
public struct Location: Sendable, Hashable, Codable {
    /// The page, counted from 1 (PDF).
    public var page: Int?
    /// The page that it ends on, where that is another.
    public var lastPage: Int?
    /// The first and last line of the source text, counted from 1 (text formats).
    public var lines: ClosedRange<Int>?

    /// Creates a location; every part is optional.
    public init(page: Int? = nil, lastPage: Int? = nil, lines: ClosedRange<Int>? = nil) {
        self.page = page
        self.lastPage = lastPage == page ? nil : lastPage
        self.lines = lines
    }

    private enum CodingKeys: String, CodingKey { case page, lastPage, lines }

    /// Decodes a location; bounds in the wrong order are left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        page = try container.decodeIfPresent(Int.self, forKey: .page)
        lastPage = try container.decodeIfPresent(Int.self, forKey: .lastPage)
        if let bounds = try container.decodeIfPresent([Int].self, forKey: .lines), bounds.count == 2,
            bounds[0] <= bounds[1]
        {
            lines = bounds[0]...bounds[1]
        }
    }

    /// Encodes only what is known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(page, forKey: .page)
        try container.encodeIfPresent(lastPage, forKey: .lastPage)
        if let lines { try container.encode([lines.lowerBound, lines.upperBound], forKey: .lines) }
    }
}

extension Location: CustomStringConvertible {
    /// "page 12", "pages 12–13", "lines 40–52", "line 7", or "" where nothing is known.
    public var description: String {
        if let page { return lastPage.map { "pages \(page)–\($0)" } ?? "page \(page)" }
        guard let lines else { return "" }
        return lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound)–\(lines.upperBound)"
    }
}
