internal import Documents
internal import Inference
internal import Library

extension Retriever {
    /// The most candidates a stage and the most snippets that a report proposes.
    public static let mostCandidates = 10_000, mostSnippets = 1000

    /// Why the search for `query` does not show a document, or a page of it.
    ///
    /// What it proposes was tried: the same search with those settings shows the passage.
    ///
    /// - Parameters:
    ///   - file: the document's name in the profile.
    ///   - page: the page or slide; nil for any.
    /// - Throws: as ``search(_:profile:limit:)``; `fileNotFound` where the profile has no such file or it no such page.
    public func absence(
        of file: String, page: Int?, query: String, profile: String, limit: Int
    ) async throws -> AbsenceReport {
        let wanted = try await chunks(of: file, page: page, profile: profile)
        let ids = Set(wanted.map(\.id))
        let (words, vectors) = try await placements(of: ids, query: query, profile: profile)
        func report(_ stage: AbsenceReport.Stage, of chunk: Int64?) -> AbsenceReport {
            let chunk = wanted.first { $0.id == chunk } ?? wanted[0]
            return AbsenceReport(
                document: file, location: .covering(chunk.content.pieces.map(\.location)), stage: stage,
                words: words[chunk.id], vector: vectors[chunk.id])
        }

        let own = try await attempt(self, ids, query: query, profile: profile, limit: limit)
        if let rank = own.rank {
            var result = report(own.snippet.map { $0 <= limit } == true ? .shown : .limit, of: own.chunk)
            (result.rank, result.snippet) = (rank, own.snippet)
            if result.stage == .limit { result.limit = own.snippet }
            return result
        }
        let ranked = ids.compactMap { id -> (rank: Int, chunk: Int64)? in
            [words[id]?.rank, vectors[id]?.rank].compactMap { $0 }.min().map { ($0, id) }
        }.min { ($0.rank, $0.chunk) < ($1.rank, $1.chunk) }
        guard let ranked else { return report(.unfound, of: nil) }
        var result = report(.candidates, of: ranked.chunk)
        guard ranked.rank <= Self.mostCandidates else { return result }
        var settings = settings
        settings.candidatesPerStage = ranked.rank
        let deeper = try await attempt(
            Retriever(library: library, embedder: embedder, settings: settings), ids, query: query, profile: profile,
            limit: limit)
        (result.rank, result.snippet) = (deeper.rank, deeper.snippet)
        if let snippet = deeper.snippet {
            result.candidatesPerStage = ranked.rank
            if snippet > limit { result.limit = snippet }
        }
        return result
    }

    /// The chunks of a file, or of a page of it.
    private func chunks(of file: String, page: Int?, profile: String) async throws -> [StoredChunk] {
        guard let found = try await library.files(ofProfile: profile).first(where: { $0.file.name == file }) else {
            throw LibraryError(
                .fileNotFound, "“\(profile)” has no file “\(file)”; “bespoke files \(profile)” lists those that it has")
        }
        let chunks = try await library.chunks(
            of: found.document, ordinals: 0...max(0, found.chunkCount - 1), profile: profile
        ).filter { chunk in
            guard let page else { return true }
            return chunk.content.pieces.contains { $0.location.pages?.contains(page) == true }
        }
        guard !chunks.isEmpty else {
            throw LibraryError(
                .fileNotFound,
                page.map { "“\(file)” has no text on page \($0); give a page that it has" }
                    ?? "“\(file)” has no text that could be found")
        }
        return chunks
    }

    /// Rank and score of chunks among all that words and vectors find.
    private func placements(
        of ids: Set<Int64>, query: String, profile: String
    ) async throws -> (words: [Int64: Placement], vectors: [Int64: Placement]) {
        let all = max(1, try await library.statistics().chunks)
        func placements(_ hits: [ScoredChunk]) -> [Int64: Placement] {
            var found: [Int64: Placement] = [:]
            for (index, hit) in hits.enumerated() where ids.contains(hit.id) {
                found[hit.id] = Placement(rank: index + 1, score: hit.score)
            }
            return found
        }
        let words = placements(try await library.fullTextSearch(query, profile: profile, limit: all))
        guard embedder.covers(query) else { return (words, [:]) }
        let vector = try await embedder.embed([query], as: .query)[0]
        return (words, placements(try await library.vectorSearch(vector, in: space, profile: profile, limit: all)))
    }

    /// Where the best of some chunks comes in a search, and the fewest snippets that show one of them.
    private func attempt(
        _ retriever: Retriever, _ ids: Set<Int64>, query: String, profile: String, limit: Int
    ) async throws -> (rank: Int?, chunk: Int64?, snippet: Int?) {
        var course = SearchCourse(engine: settings.engine)
        let ranking = try await retriever.rank(query, profile: profile, course: &course)
        let assembler = PassageAssembler(library: library, profile: profile, settings: retriever.settings)
        func shows(_ count: Int) async throws -> Bool {
            try await assembler.snippets(from: ranking.chunks.map { ($0.chunk, $0.share) }, limit: count).contains {
                snippet in
                (snippet.chunks + snippet.copies.map(\.chunk)).contains(where: ids.contains)
            }
        }
        guard let place = ranking.chunks.firstIndex(where: { ids.contains($0.chunk.id) }) else {
            // A neighbour may have brought it along.
            return try await shows(limit) ? (ranking.chunks.count, nil, limit) : (nil, nil, nil)
        }
        let most = min(place + 1, Self.mostSnippets)
        // Rarely does a larger number show less, where chunks are joined otherwise; what is told is tried.
        var (low, high) = (1, most)
        while low < high {
            let middle = (low + high) / 2
            if try await shows(middle) { high = middle } else { low = middle + 1 }
        }
        let isShown = try await shows(low)
        return (place + 1, ranking.chunks[place].chunk.id, isShown ? low : nil)
    }
}
