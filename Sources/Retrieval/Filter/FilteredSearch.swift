internal import Documents
internal import Library

/// Searches where only some chunks may be found: as many more are read as it takes until enough of them are allowed.
struct FilteredSearch: Sendable {
    private let filter: SearchFilter?
    private let library: any LibraryStore
    private let profile: String
    /// The documents that a file of an allowed name and type is.
    private let documents: Set<DocumentID>

    init(filter: SearchFilter?, library: any LibraryStore, profile: String) async throws {
        self.filter = filter
        self.library = library
        self.profile = profile
        guard let filter else {
            documents = []
            return
        }
        documents = Set(
            try await library.files(ofProfile: profile)
                .filter { filter.allows(file: $0.file.name, type: $0.type) }.map(\.document))
    }

    /// The best chunks that are allowed.
    ///
    /// - Parameters:
    ///   - count: how many are wanted; there may be more, and fewer where there are no more.
    ///   - limit: how many are read at first.
    ///   - search: gives the best chunks, at most as many as it is asked for.
    func hits(
        _ count: Int, reading limit: Int, by search: @Sendable (Int) async throws -> [ScoredChunk]
    ) async throws -> [ScoredChunk] {
        guard let filter else { return try await search(limit) }
        guard !documents.isEmpty else { return [] }
        var limit = limit * Self.growth
        while true {
            let hits = try await search(limit)
            let chunks = try await library.chunks(hits.map(\.id), profile: profile)
            let allowed = Set(chunks.filter { documents.contains($0.document) && filter.allows($0) }.map(\.id))
            if allowed.count >= count || hits.count < limit { return hits.filter { allowed.contains($0.id) } }
            try Task.checkCancellation()
            limit *= Self.growth
        }
    }

    /// How many times more are read where too few were allowed.
    private static let growth = 10
}
