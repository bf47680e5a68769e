internal import CKernels
internal import Documents
internal import Foundation
internal import GRDB
internal import Synchronization

/// The codes of the vectors of one space in memory, as one snapshot of the library has them.
struct VectorIndex: Sendable {
    /// A row of `vector_block`.
    struct Block: Sendable {
        /// The chunk of slot 0.
        var firstChunk: Int64
        /// The generation that wrote it.
        var changed: Int64
        /// Places that have a vector, ascending.
        var slots: [UInt8]
        /// [vectors, ``VectorLayout/codeBytes``].
        var codes: CodeArena.Codes

        /// The id of the chunk of vector `index`.
        func chunk(_ index: Int) -> Int64 { firstChunk + Int64(slots[index]) }
    }

    let layout: VectorLayout
    /// Ascending.
    var blocks: [Block]

    /// The block of this number.
    func block(_ number: Int64) -> Block? {
        let first = number * VectorLayout.blockSize
        let index = blocks.partitioningIndex { $0.firstChunk >= first }
        return index < blocks.count && blocks[index].firstChunk == first ? blocks[index] : nil
    }

    /// The candidates of a search: more of them only where they are few compared with `limit`.
    private static let candidates = 512
    /// Candidates that are compared between two looks at whether more are worth it.
    private static let batch = 64
    /// How many standard deviations what codes say of a cosine may be off, for a candidate that is passed over.
    private static let margin: Float = 4

    /// The `limit` chunks in scope with the greatest cosines to `vector`.
    ///
    /// Codes choose candidates, which are compared exactly, best first, until the next one's codes say that it is out of reach.
    func nearest(
        to vector: [Float], limit: Int, scope: ProfileScope, in database: Database
    ) throws -> [ScoredChunk] {
        let scan = VectorScan(vector, layout: layout)
        let (fourfold, overflow) = limit.multipliedReportingOverflow(by: 4)
        let candidates = scan.candidates(
            in: blocks, limit: overflow ? limit : max(Self.candidates, fourfold), scope: scope)
        let rests = VectorRests(self, in: database)
        var top = TopScores(limit: limit)
        var errors = ErrorSpread()
        for start in stride(from: 0, to: candidates.count, by: Self.batch) {
            if let worst = top.threshold, errors.reach(of: candidates[start].estimate, Self.margin) < worst { break }
            let batch = candidates[start..<min(start + Self.batch, candidates.count)]
            for candidate in batch.sorted(by: { $0.chunk < $1.chunk }) {
                try rests.with(candidate.chunk) { codes, rest in
                    let cosine = ck_vector_dot(codes, rest, Int64(layout.dimension), scan.query)
                    top.insert(candidate.chunk, score: cosine)
                    errors.insert(cosine - candidate.estimate)
                }
            }
        }
        return top.sorted
    }
}

/// By how much estimates are off.
private struct ErrorSpread {
    private var count: Float = 0
    private var sum: Float = 0
    private var squares: Float = 0

    mutating func insert(_ error: Float) {
        count += 1
        sum += error
        squares += error * error
    }

    /// The greatest value that is likely behind an estimate.
    func reach(of estimate: Float, _ deviations: Float) -> Float {
        guard count > 0 else { return .infinity }
        let mean = sum / count
        return estimate + mean + deviations * max(0, squares / count - mean * mean).squareRoot()
    }
}

/// Keeps the vector indexes in memory between searches, and reads only the blocks that changed.
final class VectorCache: Sendable {
    private struct Entry {
        var generation: Int64
        var index: VectorIndex
    }
    private let entries = Mutex<[Int64: Entry]>([:])

    /// The index of a space as the snapshot that `database` reads has it.
    func index(_ layout: VectorLayout, in database: Database) throws -> VectorIndex {
        if let index = try loaded(layout, in: database) { return index }
        let generation = try LibraryRow.generation(in: database)
        let old = entries.withLock { $0[layout.space]?.index }
        let index = try VectorIndex(reading: layout, reusing: old, in: database)
        entries.withLock { entries in
            if entries[layout.space]?.generation ?? 0 < generation {
                entries[layout.space] = Entry(generation: generation, index: index)
            }
        }
        return index
    }

    /// The same, where it is in memory.
    func loaded(_ layout: VectorLayout, in database: Database) throws -> VectorIndex? {
        let generation = try LibraryRow.generation(in: database)
        return entries.withLock { $0[layout.space].flatMap { $0.generation == generation ? $0.index : nil } }
    }
}
