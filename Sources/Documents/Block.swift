/// A piece of a document as its reader saw it.
public struct Block: Sendable, Hashable, Codable {
    /// What a block is.
    public enum Kind: String, Sendable, Codable {
        case heading, paragraph, listItem, table, code
    }

    /// What the block is.
    public var kind: Kind
    /// The block's own text, without the headings above it. Tables have one row a line, cells divided by ` | `.
    public var text: String
    /// Where it stands.
    public var location: Location
    /// The headings above it, outermost first. A heading's own text is not among them.
    public var headings: [String]
    /// 1 for a top heading; nil for other kinds.
    public var level: Int?
    /// Whether a person who opens the document would not see this text.
    public var isHidden: Bool

    /// Creates a block.
    public init(
        kind: Kind, text: String, location: Location = Location(), headings: [String] = [], level: Int? = nil,
        isHidden: Bool = false
    ) {
        self.kind = kind
        self.text = text
        self.location = location
        self.headings = headings
        self.level = level
        self.isHidden = isHidden
    }
}
