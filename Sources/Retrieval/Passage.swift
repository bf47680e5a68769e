internal import Documents
internal import Library

/// Consecutive chunks of one document.
struct Passage {
    private(set) var chunks: [StoredChunk]
    /// Chunks with the same words elsewhere.
    private(set) var copies: [StoredChunk] = []
    let score: Double
    private var words: PlainWords

    init(chunk: StoredChunk, words: PlainWords, score: Double) {
        chunks = [chunk]
        self.words = words
        self.score = score
    }

    var document: DocumentID { chunks[0].document }
    var ordinals: ClosedRange<Int> { chunks[0].ordinal...chunks[chunks.count - 1].ordinal }

    /// Tokens of its chunks, as the embedder counts them.
    var tokens: Int { chunks.reduce(0) { $0 + $1.content.tokenCount } }

    /// Whether a chunk is part of it.
    func holds(_ chunk: StoredChunk) -> Bool { document == chunk.document && ordinals.contains(chunk.ordinal) }

    /// Whether the passage has all words of a chunk that stands elsewhere under the same headings.
    func repeats(_ chunk: StoredChunk, _ words: PlainWords) -> Bool {
        chunks[0].content.headings == chunk.content.headings && self.words.contains(words)
    }

    mutating func insert(copy: StoredChunk) { copies.append(copy) }

    mutating func insert(_ chunk: StoredChunk) {
        if chunk.ordinal < ordinals.lowerBound { chunks.insert(chunk, at: 0) } else { chunks.append(chunk) }
        words = PlainWords(chunks.map(\.content.text).joined(separator: "\n"))
    }

    /// Whether the passage begins or ends with something that may go on in a neighbour; spares a look at the library.
    var mayBeIncomplete: Bool {
        guard let first = chunks[0].content.pieces.first, let last = chunks[chunks.count - 1].content.pieces.last
        else { return false }
        return [.table, .code, .listItem].contains(first.kind) || [.table, .code].contains(last.kind)
            || !Self.endsSentence(chunks[chunks.count - 1].content.text) || Self.beginsInside(chunks[0].content.text)
    }

    /// Whether `second` goes on with what `first` had begun: the rows of a table, the lines of a code block, the list that
    /// a colon announced, the rest of a sentence.
    static func continues(from first: StoredChunk, to second: StoredChunk) -> Bool {
        guard first.content.headings == second.content.headings, let end = first.content.pieces.last,
            let start = second.content.pieces.first
        else { return false }
        if end.kind == start.kind, end.kind == .table || end.kind == .code { return true }
        if first.content.text.last == ":" || first.content.text.last == "：" { return true }
        return end.kind == .paragraph && start.kind == .paragraph && !endsSentence(first.content.text)
            && beginsInside(second.content.text)
    }

    private static func endsSentence(_ text: String) -> Bool {
        guard let last = text.last(where: { !"\"'”’»)]）」』*_".contains($0) }) else { return true }
        return ".!?。！？…؟।".contains(last)
    }

    private static func beginsInside(_ text: String) -> Bool {
        text.unicodeScalars.first?.properties.isLowercase == true
    }

    func snippet(number: Int) -> Snippet {
        var text = ""
        var pieces: [NewChunk.Piece] = []
        for chunk in chunks {
            if !text.isEmpty { text += "\n" }
            let offset = text.utf8.count
            text += chunk.content.text
            pieces += chunk.content.pieces.map { piece in
                NewChunk.Piece(
                    range: piece.range.lowerBound + offset..<piece.range.upperBound + offset, kind: piece.kind,
                    location: piece.location)
            }
        }
        return Snippet(
            number: number, document: chunks[0].file, documentID: document, title: chunks[0].title,
            headings: chunks[0].content.headings, text: text, pieces: pieces, chunks: chunks.map(\.id), score: score,
            copies: copies.map { copy in
                Snippet.Copy(
                    document: copy.file, location: .covering(copy.content.pieces.map(\.location)), chunk: copy.id)
            })
    }
}
