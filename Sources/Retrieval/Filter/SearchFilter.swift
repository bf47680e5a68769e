internal import Documents
internal import Library

/// Which chunks a search may find, by what is known of their documents.
///
/// ```swift
/// let filter = try SearchFilter("type:pdf page:>10 path:contracts/**")
/// ```
///
/// | field | matches |
/// |---|---|
/// | `type:pdf,docx` | documents of one of the formats, named as in ``DocumentType`` or by the ending of a file name |
/// | `page:12`, `page:3-9`, `page:>10`, `page:<=4` | passages on such a page or slide |
/// | `path:contracts/**` | files whose name in the profile matches; a pattern without `/` is compared with the last part of the name |
///
/// Fields are divided by spaces and all must hold; `-` before one turns it round; a value with spaces stands in `"…"`.
public struct SearchFilter: Sendable {
    /// What a field says.
    enum Condition: Sendable {
        case types(Set<DocumentType>)
        case pages(ClosedRange<Int>)
        case path(GlobPattern)
        case files(Set<String>)
    }

    /// The filter as it was written.
    public let text: String
    /// The fields.
    let fields: [(condition: Condition, isNegated: Bool)]

    /// Reads a filter.
    ///
    /// - Throws: ``FilterError``, which points at the place.
    public init(_ text: String) throws {
        self.text = text
        var parser = FilterParser(text)
        fields = try parser.fields()
    }

    /// All files but these, by their names in the profile.
    package init(leavingOut names: Set<String>) {
        text = names.sorted().map { "-path:\"\($0)\"" }.joined(separator: " ")
        fields = [(.files(names), true)]
    }

    /// Whether a file may be searched: all but the pages.
    func allows(file name: String, type: DocumentType) -> Bool {
        fields.allSatisfy { field in
            switch field.condition {
            case .types(let types): types.contains(type) != field.isNegated
            case .path(let pattern): pattern.matchesFile(named: name) != field.isNegated
            case .files(let names): names.contains(name) != field.isNegated
            case .pages: true
            }
        }
    }

    /// Whether a chunk may be found, in a file that may be searched.
    func allows(_ chunk: StoredChunk) -> Bool {
        fields.allSatisfy { field in
            guard case .pages(let pages) = field.condition else { return true }
            return chunk.content.pieces.contains { $0.location.pages?.overlaps(pages) == true } != field.isNegated
        }
    }
}

/// What is wrong with a filter.
public struct FilterError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The filter.
    public var filter: String
    /// Where in it, in characters from 0.
    public var offset: Int
    /// What is wrong there and what to write.
    public var reason: String

    /// The reason, the filter and a mark under the place.
    public var description: String {
        "the filter \(reason)\n  \(filter)\n  \(String(repeating: " ", count: offset))^"
    }
}

extension Location {
    /// The pages, or slides, that it spans; nil where the document has none.
    var pages: ClosedRange<Int>? {
        guard let first = page ?? slide else { return nil }
        return first...max(first, (page == nil ? lastSlide : lastPage) ?? first)
    }
}
