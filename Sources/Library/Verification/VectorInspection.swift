internal import Foundation
internal import GRDB

/// Vectors against chunks, and the packed rows against each other. A chunk without a vector only waits for one.
enum VectorInspection {
    static func problems(in database: Database) throws -> [LibraryProblem] {
        let chunks = Set(try Int64.fetchAll(database, sql: "SELECT id FROM chunk"))
        var orphans: [Int64] = []
        var damaged: [Int64] = []
        for row in try Row.fetchAll(database, sql: "SELECT id, dimension FROM vector_space") {
            let space: Int64 = try row.decode(atIndex: 0)
            let dimension: Int = try row.decode(atIndex: 1)
            var groups: Set<Int64> = []
            let rows = try Row.fetchCursor(
                database, sql: "SELECT number, slots, scales, codes FROM vector_block WHERE space = ? ORDER BY number",
                arguments: [space])
            while let row = try rows.next() {
                let number: Int64 = try row.decode(atIndex: 0)
                let first = try PackedVectors.firstChunk(ofBlock: number)
                let ids = try row.decode(Data.self, atIndex: 1).map { first + Int64($0) }
                orphans += ids.filter { !chunks.contains($0) }
                groups.formUnion(ids.map(PackedVectors.group(of:)))
                if try !isSound(row, number, space: space, dimension: dimension, in: database) {
                    damaged.append(number)
                }
            }
            let stored = try Int64.fetchAll(
                database, sql: "SELECT number FROM vector_original WHERE space = ?", arguments: [space])
            orphans += stored.filter { !groups.contains($0) }.map { $0 &* PackedVectors.groupSize }
        }
        return try LibraryInspection.problem(
            "orphanVector", "vector", orphans, "belong to no chunk; restore the library from a backup")
            + LibraryInspection.problem(
                "damagedVectors", "vector block", damaged,
                "do not match their original vectors" + LibraryInspection.addAgain,
                naming: { try files(ofBlock: $0, in: database) })
    }

    private static func files(ofBlock block: Int64, in database: Database) throws -> [String] {
        let first = try PackedVectors.firstChunk(ofBlock: block)
        let documents = try Int64.fetchAll(
            database, sql: "SELECT DISTINCT document FROM chunk WHERE id BETWEEN ? AND ? ORDER BY document",
            arguments: [first, first + PackedVectors.blockSize - 1])
        return try documents.flatMap { try Concerned.files(ofDocument: $0, in: database) }
    }

    /// Whether a block has as many scales, codes and originals as slots, in ascending order, and its codes are those of
    /// the originals.
    private static func isSound(
        _ row: Row, _ number: Int64, space: Int64, dimension: Int, in database: Database
    ) throws -> Bool {
        let slots = Array(try row.decode(Data.self, atIndex: 1))
        let scales: Data = try row.decode(atIndex: 2)
        let codes: Data = try row.decode(atIndex: 3)
        guard PackedVectors.isSound(slots, scales: scales, codes: codes, dimension: dimension) else { return false }
        let block = VectorIndex.Block(
            number: number, changed: 0, slots: slots, scales: scales.numbers(Float.self),
            codes: codes.numbers(Int8.self))
        let index = VectorIndex(dimension: dimension, blocks: [block])
        let ids = slots.indices.map(block.chunk)
        let originals = try VectorTable.originals(
            of: ids, space: space, dimension: dimension, index: index, in: database)
        var expected = [Int8](repeating: 0, count: dimension)
        for (place, id) in ids.enumerated() {
            guard let original = originals[id] else { return false }
            let scale = expected.withUnsafeMutableBufferPointer { buffer in
                buffer.baseAddress.map { VectorArithmetic.quantize(original, into: $0) } ?? 0
            }
            guard abs(scale - block.scales[place]) <= 1e-4 * scale else { return false }
            // Another processor may round a tie the other way.
            let start = place * dimension
            for offset in 0..<dimension where abs(Int(block.codes[start + offset]) - Int(expected[offset])) > 1 {
                return false
            }
        }
        return true
    }
}
