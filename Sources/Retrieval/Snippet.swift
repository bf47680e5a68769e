public import Documents
public import Library

/// A passage chosen for a question: a chunk with the neighbours that complete it.
public struct Snippet: Sendable, Hashable {
    /// Another place at which the words of a snippet stand.
    public struct Copy: Sendable, Hashable {
        /// The name by which the profile has the document.
        public var document: String
        /// Where they stand in it.
        public var location: Location
        /// The chunk.
        public var chunk: Int64
    }

    /// Counts the snippets of an answer from 1; citations use it.
    public var number: Int
    /// The name by which the profile has the document.
    public var document: String
    /// The document's id.
    public var documentID: DocumentID
    /// The document's title, if it states one.
    public var title: String?
    /// The headings above the passage, outermost first.
    public var headings: [String]
    /// The passage, word for word as it was read.
    public var text: String
    /// What each part of `text` is and where it stands; ranges are UTF-8 offsets.
    public var pieces: [NewChunk.Piece]
    /// The chunks that it is made of, in order.
    public var chunks: [Int64]
    /// How well its best chunk matched, 0…1; comparable within one result only.
    public var score: Double
    /// Other places at which the same words stand under the same headings, and which were found too.
    public var copies: [Copy]

    /// Creates a snippet.
    public init(
        number: Int, document: String, documentID: DocumentID, title: String?, headings: [String], text: String,
        pieces: [NewChunk.Piece], chunks: [Int64], score: Double, copies: [Copy] = []
    ) {
        self.number = number
        self.document = document
        self.documentID = documentID
        self.title = title
        self.headings = headings
        self.text = text
        self.pieces = pieces
        self.chunks = chunks
        self.score = score
        self.copies = copies
    }

    /// Where the whole passage stands.
    public var location: Location { location(of: 0..<text.utf8.count) }

    /// Where a part of the passage stands: what covers the places of its pieces.
    ///
    /// - Parameter range: UTF-8 offsets into ``text``.
    public func location(of range: Range<Int>) -> Location {
        let touched = pieces.lazy.filter {
            $0.range.overlaps(range) || ($0.range.isEmpty && range.contains($0.range.lowerBound))
        }
        return Location.covering(touched.map(\.location))
    }
}
