internal import Foundation
public import Inference
public import Library

/// Gives a library another embedder.
///
/// Its vectors are computed beside those in use, which are searched until the last one is there; then one transaction changes over.
/// What was computed when this is interrupted stays, and the next change to the same embedder goes on from there.
public struct EmbedderChange: Sendable {
    private let pipeline: IngestPipeline
    private let former: String

    /// Creates a change to `embedder`.
    ///
    /// - Parameter former: the name of the embedder in use.
    public init(library: any LibraryStore, to embedder: any Embedder, from former: String) {
        pipeline = IngestPipeline(library: library, embedder: embedder)
        self.former = former
    }

    /// Computes what is missing and changes over.
    ///
    /// - Returns: how many chunks were embedded.
    /// - Throws: `LibraryError`, `InferenceError` or `CancellationError`; then the library has the embedder that it had.
    public func run(progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }) async throws -> Int {
        var embedded = 0
        repeat {
            // Others may add files meanwhile.
            embedded += try await pipeline.embedPending(profile: nil, progress: progress)
        } while try await !pipeline.library.use(embedder: pipeline.space, insteadOf: former)
        return embedded
    }
}
