internal import Library

extension LibraryStore {
    /// All chunks of a profile's files, in the order of the files and of their texts.
    ///
    /// - Throws: `LibraryError` or `CancellationError`.
    func chunks(ofProfile profile: String) async throws -> [StoredChunk] {
        var chunks: [StoredChunk] = []
        for file in try await files(ofProfile: profile) where file.chunkCount > 0 {
            chunks += try await self.chunks(of: file.document, ordinals: 0...file.chunkCount - 1, profile: profile)
            try Task.checkCancellation()
        }
        return chunks
    }
}
