internal import Documents
internal import Library

/// Makes snippets from ranked chunks: neighbours that were both found become one passage, and a chunk that was cut off in
/// the middle of something is completed with the chunk that goes on.
struct PassageAssembler {
    var library: any LibraryStore
    var profile: String
    var settings: RetrievalSettings

    /// At most `limit` snippets, best first, numbered from 1.
    ///
    /// - Parameter ranked: chunks with their fused scores, best first.
    func snippets(from ranked: [(chunk: StoredChunk, score: Double)], limit: Int) async throws -> [Snippet] {
        var passages: [Passage] = []
        for (rank, candidate) in ranked.enumerated() {
            if rank < limit, let index = passages.firstIndex(where: { accepts(candidate.chunk, in: $0) }) {
                passages[index].insert(candidate.chunk)
            } else if passages.count < limit {
                passages.append(Passage(chunks: [candidate.chunk], score: candidate.score))
            } else if rank >= limit {
                break
            }
        }
        var completed = passages
        for index in completed.indices {
            let others = completed
            try await complete(&completed[index], among: others)
        }
        return completed.enumerated().map { $1.snippet(number: $0 + 1) }
    }

    /// Whether a chunk may join a passage: a neighbour under the same headings, since a snippet states one heading path.
    private func accepts(_ chunk: StoredChunk, in passage: Passage) -> Bool {
        passage.chunks.count < settings.chunksPerSnippet && passage.document == chunk.document
            && settings.filter?.allows(chunk) != false
            && passage.chunks[0].content.headings == chunk.content.headings
            && (chunk.ordinal == passage.ordinals.lowerBound - 1 || chunk.ordinal == passage.ordinals.upperBound + 1)
    }

    /// Adds the chunk before or after where the passage begins or ends in the middle of something.
    private func complete(_ passage: inout Passage, among passages: [Passage]) async throws {
        let ordinals = max(0, passage.ordinals.lowerBound - 1)...(passage.ordinals.upperBound + 1)
        guard passage.chunks.count < settings.chunksPerSnippet, passage.mayBeIncomplete else { return }
        let neighbours = try await library.chunks(of: passage.document, ordinals: ordinals, profile: profile)
        for neighbour in neighbours where accepts(neighbour, in: passage) {
            if passages.contains(where: { $0.document == neighbour.document && $0.ordinals.contains(neighbour.ordinal) }
            ) {
                continue
            }
            let isNext = neighbour.ordinal > passage.ordinals.upperBound
            let joins =
                isNext
                ? Passage.continues(from: passage.chunks[passage.chunks.count - 1], to: neighbour)
                : Passage.continues(from: neighbour, to: passage.chunks[0])
            if joins { passage.insert(neighbour) }
        }
    }
}

/// Consecutive chunks of one document.
private struct Passage {
    private(set) var chunks: [StoredChunk]
    let score: Double

    init(chunks: [StoredChunk], score: Double) {
        self.chunks = chunks
        self.score = score
    }

    var document: DocumentID { chunks[0].document }
    var ordinals: ClosedRange<Int> { chunks[0].ordinal...chunks[chunks.count - 1].ordinal }

    mutating func insert(_ chunk: StoredChunk) {
        if chunk.ordinal < ordinals.lowerBound { chunks.insert(chunk, at: 0) } else { chunks.append(chunk) }
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
            headings: chunks[0].content.headings, text: text, pieces: pieces, chunks: chunks.map(\.id), score: score)
    }
}
