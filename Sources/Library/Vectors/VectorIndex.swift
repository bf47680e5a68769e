internal import CKernels
internal import Foundation
internal import GRDB
internal import Synchronization

/// The quantised vectors of one space in memory, as one snapshot of the library has them.
struct VectorIndex: Sendable {
    /// A row of `vector_block`.
    struct Block: Sendable {
        var number: Int64
        /// The generation that wrote it.
        var changed: Int64
        /// Places that have a vector, ascending.
        var slots: [UInt8]
        /// Unit vector ≈ codes · scale; one a vector.
        var scales: [Float]
        /// [vectors, dimension].
        var codes: [Int8]

        /// The id of the chunk of vector `index`.
        func chunk(_ index: Int) -> Int64 { number * PackedVectors.blockSize + Int64(slots[index]) }
    }

    /// Floats a vector.
    var dimension: Int
    /// Ascending by number.
    var blocks: [Block]

    /// The block of this number.
    func block(_ number: Int64) -> Block? {
        let index = blocks.partitioningIndex { $0.number >= number }
        return index < blocks.count && blocks[index].number == number ? blocks[index] : nil
    }

    /// The `limit` chunks in scope whose codes are nearest to `vector`.
    func nearest(to vector: [Float], limit: Int, scope: ProfileScope) -> [ScoredChunk] {
        var query = [Int8](repeating: 0, count: dimension)
        let queryScale = query.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { VectorArithmetic.quantize(vector, into: $0) } ?? 0
        }
        var top = TopScores(limit: limit)
        var scores = [Float](repeating: 0, count: Int(PackedVectors.blockSize))
        var cursor = 0
        for block in blocks {
            let first = block.number * PackedVectors.blockSize
            let last = first + PackedVectors.blockSize
            while cursor < scope.ranges.count, scope.ranges[cursor].upperBound <= first { cursor += 1 }
            var next = cursor
            while next < scope.ranges.count, scope.ranges[next].lowerBound < last {
                let range = scope.ranges[next]
                let low = block.slots.partitioningIndex { first + Int64($0) >= range.lowerBound }
                let high = block.slots.partitioningIndex { first + Int64($0) >= range.upperBound }
                scan(block, low..<high, query: query, queryScale: queryScale, scores: &scores)
                for index in low..<high { top.insert(block.chunk(index), score: scores[index - low]) }
                next += 1
            }
        }
        return top.sorted
    }

    private func scan(_ block: Block, _ rows: Range<Int>, query: [Int8], queryScale: Float, scores: inout [Float]) {
        guard !rows.isEmpty else { return }
        block.codes.withUnsafeBufferPointer { codes in
            block.scales.withUnsafeBufferPointer { scales in
                query.withUnsafeBufferPointer { query in
                    scores.withUnsafeMutableBufferPointer { scores in
                        guard let codes = codes.baseAddress, let scales = scales.baseAddress,
                            let query = query.baseAddress, let scores = scores.baseAddress
                        else { return }
                        ck_scan_i8(
                            codes + rows.lowerBound * dimension, scales + rows.lowerBound, Int64(rows.count),
                            Int64(dimension), query, queryScale, scores)
                    }
                }
            }
        }
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
    func index(of space: Int64, dimension: Int, in database: Database) throws -> VectorIndex {
        let generation = try LibraryRow.generation(in: database)
        let known = entries.withLock { $0[space] }
        if let known, known.generation == generation { return known.index }
        let index = try Self.load(space, dimension: dimension, reusing: known?.index, in: database)
        entries.withLock { entries in
            if entries[space]?.generation ?? 0 < generation {
                entries[space] = Entry(generation: generation, index: index)
            }
        }
        return index
    }

    private static func load(
        _ space: Int64, dimension: Int, reusing old: VectorIndex?, in database: Database
    ) throws -> VectorIndex {
        let rows = try Row.fetchAll(
            database, sql: "SELECT number, changed FROM vector_block WHERE space = ? ORDER BY number",
            arguments: [space])
        let statement = try database.cachedStatement(
            sql: "SELECT slots, scales, codes FROM vector_block WHERE space = ? AND number = ?")
        let blocks = try rows.compactMap { row -> VectorIndex.Block? in
            let number: Int64 = try row.decode(atIndex: 0)
            _ = try PackedVectors.firstChunk(ofBlock: number)
            let changed: Int64 = try row.decode(atIndex: 1)
            if let known = old?.block(number), known.changed == changed { return known }
            guard let row = try Row.fetchOne(statement, arguments: [space, number]) else { return nil }
            let slots = Array(try row.decode(Data.self, atIndex: 0))
            let scales: Data = try row.decode(atIndex: 1)
            let codes: Data = try row.decode(atIndex: 2)
            guard PackedVectors.isSound(slots, scales: scales, codes: codes, dimension: dimension) else {
                throw LibraryError(
                    .damaged,
                    "vector block \(number) has the wrong size; run `bespoke verify`, or remove the files and "
                        + "add them again"
                )
            }
            return VectorIndex.Block(
                number: number, changed: changed, slots: slots, scales: scales.numbers(Float.self),
                codes: codes.numbers(Int8.self))
        }
        return VectorIndex(dimension: dimension, blocks: blocks)
    }
}
