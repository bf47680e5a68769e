import Ingestion

extension Workshop {
    /// Brings the profile up to date.
    @discardableResult
    func sync(_ embedder: CountingEmbedder = CountingEmbedder()) async throws -> IngestReport {
        try await sources(embedder).sync(profile: "p")
    }
}
