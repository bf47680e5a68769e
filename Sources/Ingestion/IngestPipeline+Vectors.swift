internal import Foundation
internal import Inference
internal import Library

extension IngestPipeline {
    /// Chunks a batch: each batch is stored in one transaction.
    static let batchSize = 64
    /// Batches that are sorted by length together, so that the texts of a batch are of similar length.
    private static let batchesAtOnce = 8

    /// Computes the vectors that are missing and stores them, batch by batch.
    ///
    /// Several processes may do so at once: each takes its batches in an order of its own, leaves out what another has
    /// stored meanwhile, and goes elsewhere where it meets one. Two of them compute about a tenth of the vectors twice.
    ///
    /// - Parameter profile: whose chunks; nil for all.
    /// - Returns: how many chunks were embedded.
    /// - Throws: `LibraryError`, `InferenceError` or `CancellationError`.
    public func embedPending(
        profile: String?, progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) async throws -> Int {
        var embedded = 0
        try await embedPending(profile: profile, after: IngestProgress(), embedded: &embedded, progress: progress)
        return embedded
    }

    /// The same, counting in `embedded`, which is right also where it throws.
    func embedPending(
        profile: String?, after state: IngestProgress, embedded: inout Int,
        progress: @Sendable (IngestProgress) -> Void
    ) async throws {
        let space = space
        var state = state
        state.chunksTotal = try await library.pendingVectors(in: space, profile: profile)
        guard state.chunksTotal > 0 else { return }
        state.phase = .embedding
        progress(state)
        var after: Int64 = 0
        let limit = Self.batchSize * Self.batchesAtOnce
        while true {
            let window = try await library.chunksWithoutVector(in: space, profile: profile, after: after, limit: limit)
            guard let first = window.first, let last = window.last else {
                // What was left to others before may not have been done by them.
                if after == 0 { return }
                after = 0
                continue
            }
            var open = Set(window.map(\.id))
            for (place, batch) in Self.batches(of: window).enumerated() {
                try Task.checkCancellation()
                if place > 0 {
                    let pending = try await library.chunksWithoutVector(
                        in: space, profile: profile, after: first.id - 1, limit: limit)
                    let stored = open.subtracting(pending.map(\.id))
                    open.subtract(stored)
                    // Somebody else is at work here: one of the two goes on elsewhere.
                    if !stored.isEmpty, Bool.random() { break }
                }
                let batch = batch.filter { open.contains($0.id) }
                guard !batch.isEmpty else { continue }
                let vectors = try await embedder.embed(batch.map(\.embeddingText), as: .passage)
                guard vectors.count == batch.count else {
                    throw InferenceError(
                        .badResponse,
                        "\(embedder.name) gave \(vectors.count) vectors for \(batch.count) texts; try another embedder")
                }
                try await store(vectors, of: batch, in: space)
                open.subtract(batch.map(\.id))
                embedded += batch.count
                state.chunksDone += batch.count
                state.chunksTotal = max(state.chunksTotal, state.chunksDone)
                state.tokensDone += batch.reduce(0) { $0 + $1.content.tokenCount }
                state.current = batch.last?.file ?? ""
                progress(state)
            }
            after = last.id
        }
    }

    /// Stores a batch even if the task is cancelled meanwhile: its vectors are there, and would have to be computed
    /// again.
    private func store(_ vectors: [[Float]], of batch: [StoredChunk], in space: VectorSpace) async throws {
        let library = library
        try await Task { try await library.store(zip(batch, vectors).map { ($0.id, $1) }, in: space) }.value
    }

    /// Batches of chunks of similar length, in random order.
    private static func batches(of window: [StoredChunk]) -> [[StoredChunk]] {
        let sorted = window.sorted { ($0.content.tokenCount, $0.id) < ($1.content.tokenCount, $1.id) }
        return stride(from: 0, to: sorted.count, by: batchSize).map { start in
            Array(sorted[start..<min(start + batchSize, sorted.count)])
        }.shuffled()
    }
}
