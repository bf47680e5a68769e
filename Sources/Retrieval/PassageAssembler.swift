internal import Documents
internal import Library

/// Makes snippets from ranked chunks: neighbours that were both found become one passage, a chunk that was cut off in the middle of
/// something is completed with the chunk that goes on, and where there is room a passage grows to its section. What only repeats a
/// better passage, as the same text does in another file, becomes a copy of it.
struct PassageAssembler {
    var library: any LibraryStore
    var profile: String
    var settings: RetrievalSettings

    /// At most `limit` snippets, best first, numbered from 1.
    ///
    /// - Parameter ranked: chunks with their fused scores, best first.
    func snippets(from ranked: [(chunk: StoredChunk, score: Double)], limit: Int) async throws -> [Snippet] {
        var passages: [Passage] = []
        for (rank, candidate) in ranked.enumerated() where !passages.contains(where: { $0.holds(candidate.chunk) }) {
            let words = PlainWords(candidate.chunk.content.text)
            if let index = passages.firstIndex(where: { $0.repeats(candidate.chunk, words) }) {
                passages[index].insert(copy: candidate.chunk)
            } else if rank < limit, let index = passages.firstIndex(where: { accepts(candidate.chunk, in: $0) }) {
                passages[index].insert(candidate.chunk)
            } else if passages.count < limit {
                var passage = Passage(chunk: candidate.chunk, words: words, score: candidate.score)
                try await grow(&passage, among: passages)
                passages.append(passage)
            } else if rank >= limit {
                break
            }
        }
        let neighbours = try await neighbours(of: passages)
        var completed = passages
        for index in completed.indices {
            let others = completed
            complete(&completed[index], with: neighbours[index], among: others)
        }
        return completed.enumerated().map { $1.snippet(number: $0 + 1) }
    }

    /// Whether a chunk may join a passage: a neighbour under the same headings, since a snippet states one heading path.
    private func accepts(_ chunk: StoredChunk, in passage: Passage) -> Bool {
        passage.chunks.count < settings.chunksPerSnippet && mayHold(chunk, passage)
            && (chunk.ordinal == passage.ordinals.lowerBound - 1 || chunk.ordinal == passage.ordinals.upperBound + 1)
    }

    /// Whether a chunk belongs to the section of a passage, and may be found.
    private func mayHold(_ chunk: StoredChunk, _ passage: Passage) -> Bool {
        passage.document == chunk.document && passage.chunks[0].content.headings == chunk.content.headings
            && settings.filter?.allows(chunk) != false
    }

    /// Chunks that are looked at on each side of one that grows.
    private static let sectionReach = 16

    /// Adds chunks of the same section at both ends by turns, as long as there is room for one and no other passage has it.
    private func grow(_ passage: inout Passage, among passages: [Passage]) async throws {
        let room = settings.sectionTokens ?? 0
        guard passage.tokens < room else { return }
        let ordinals =
            max(0, passage.ordinals.lowerBound - Self.sectionReach)...(passage.ordinals.upperBound + Self.sectionReach)
        let found = try await library.chunks(of: passage.document, ordinals: ordinals, profile: profile)
        let section = Dictionary(found.map { ($0.ordinal, $0) }, uniquingKeysWith: { first, _ in first })
        var isOpen = (before: true, after: true)
        /// Whether the chunk was added.
        func add(_ ordinal: Int) -> Bool {
            guard let chunk = section[ordinal], mayHold(chunk, passage),
                passage.tokens + chunk.content.tokenCount <= room, !passages.contains(where: { $0.holds(chunk) })
            else { return false }
            passage.insert(chunk)
            return true
        }
        while isOpen.before || isOpen.after {
            if isOpen.after { isOpen.after = add(passage.ordinals.upperBound + 1) }
            if isOpen.before { isOpen.before = add(passage.ordinals.lowerBound - 1) }
        }
    }

    /// For each passage the chunks beside it, itself among them; none where it needs none.
    private func neighbours(of passages: [Passage]) async throws -> [[StoredChunk]] {
        try await withThrowingTaskGroup(of: (Int, [StoredChunk]).self) { group in
            for (index, passage) in passages.enumerated()
            where passage.chunks.count < settings.chunksPerSnippet && passage.mayBeIncomplete {
                let ordinals = max(0, passage.ordinals.lowerBound - 1)...(passage.ordinals.upperBound + 1)
                group.addTask { [library, profile] in
                    (index, try await library.chunks(of: passage.document, ordinals: ordinals, profile: profile))
                }
            }
            return try await group.reduce(into: [[StoredChunk]](repeating: [], count: passages.count)) {
                $0[$1.0] = $1.1
            }
        }
    }

    /// Adds the chunk before or after where the passage begins or ends in the middle of something.
    private func complete(_ passage: inout Passage, with neighbours: [StoredChunk], among passages: [Passage]) {
        for neighbour in neighbours where accepts(neighbour, in: passage) {
            if passages.contains(where: { $0.holds(neighbour) }) { continue }
            let isNext = neighbour.ordinal > passage.ordinals.upperBound
            let joins =
                isNext
                ? Passage.continues(from: passage.chunks[passage.chunks.count - 1], to: neighbour)
                : Passage.continues(from: neighbour, to: passage.chunks[0])
            if joins { passage.insert(neighbour) }
        }
    }
}
