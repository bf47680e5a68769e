/// What reading took from a document and what it left: for whoever wants to know that all of a document is there.
public struct ExtractionLedger: Sendable, Hashable, Codable {
    /// Something that no text was taken from.
    public struct Omission: Sendable, Hashable, Codable {
        /// What was left out.
        public enum Kind: String, Sendable, Codable {
            /// Pictures inside the document; the unit of the count is pictures.
            case pictures
            /// Text that a person who opens the document would not see; the unit of the count is characters.
            case hiddenText
            /// Heads, feet and numbers that run along with the pages; the unit of the count is lines.
            case runningLines
            /// Navigation, footers and banners of web pages; the unit of the count is characters.
            case navigation
        }

        /// What was left out.
        public var kind: Kind
        /// How much of it.
        public var count: Int

        /// Creates an entry.
        public init(_ kind: Kind, count: Int) {
            self.kind = kind
            self.count = count
        }
    }

    /// Pages, for paged formats.
    public var pages: Int?
    /// The pages that gave no text, counted from 1, ascending.
    public var emptyPages: [Int]
    /// Characters of the text that was taken, Unicode scalars with the white space between words.
    public var characters: Int
    /// Tables.
    public var tables: Int
    /// What was left out, one entry a kind.
    public var omissions: [Omission]

    /// The share of the pages that gave text, from 0 to 1; 1 for formats without pages.
    public var coverage: Double {
        guard let pages, pages > 0 else { return 1 }
        return 1 - Double(emptyPages.count) / Double(pages)
    }

    /// What was taken of two parts of a document without pages.
    package func adding(_ other: ExtractionLedger) -> ExtractionLedger {
        var sum = self
        sum.characters += other.characters
        sum.tables += other.tables
        for omission in other.omissions {
            if let index = sum.omissions.firstIndex(where: { $0.kind == omission.kind }) {
                sum.omissions[index].count += omission.count
            } else {
                sum.omissions.append(omission)
            }
        }
        return sum
    }

    /// Takes stock of a document.
    public init(_ document: Document) {
        pages = document.pageCount
        var withText: Set<Int> = []
        var hidden = 0
        characters = 0
        tables = 0
        var header: Substring?
        for block in document.blocks {
            let count = block.text.unicodeScalars.count
            guard !block.isHidden else {
                hidden += count
                continue
            }
            characters += count
            if let first = block.location.page {
                withText.formUnion(first...max(first, block.location.lastPage ?? first))
            }
            // A long table is several blocks, each of which begins with the table's header.
            let start = block.kind == .table ? block.text.prefix { $0 != "\n" } : nil
            if let start, start != header { tables += 1 }
            header = start
        }
        emptyPages = (0..<(pages ?? 0)).map { $0 + 1 }.filter { !withText.contains($0) }
        omissions = document.omissions
        if hidden > 0 { omissions.append(Omission(.hiddenText, count: hidden)) }
    }
}
