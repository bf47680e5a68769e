/// The headings that the chunks of a section carry, and the tokens that these take from the text's.
struct HeadingContext {
    /// All headings above the section, outermost first.
    let path: [String]
    /// What the chunks carry: `path`, without its outermost parts where it takes more than half a chunk.
    let headings: [String]
    /// Which of `path` the chunks name in full.
    let named: Range<Int>
    /// Tokens of title and headings.
    let tokens: Int

    init(path: [String], title: String?, chunker: Chunker) {
        let limit = chunker.maximumTokens / 2
        var headings = path
        var tokens = Self.tokens(headings, title: title, chunker: chunker)
        while tokens > limit, headings.count > 1 {
            headings.removeFirst()
            tokens = Self.tokens(headings, title: title, chunker: chunker)
        }
        var named = path.count - headings.count..<path.count
        if tokens > limit, let only = headings.first {
            headings = [chunker.shortened(only)]
            if headings != [only] { named = path.count..<path.count }
            tokens = Self.tokens(headings, title: title, chunker: chunker)
        }
        self.path = path
        self.headings = headings
        self.named = named
        self.tokens = tokens
    }

    /// Counts what `StoredChunk.embeddingText` puts before the text.
    private static func tokens(_ headings: [String], title: String?, chunker: Chunker) -> Int {
        var lines = headings
        if let title, headings.first != title { lines.insert(title, at: 0) }
        return lines.isEmpty ? 0 : chunker.countTokens(lines.joined(separator: " > ") + "\n")
    }
}
