internal import Foundation
internal import GRDB

/// Vectors against chunks, and the packed rows against each other. A chunk without a vector only waits for one.
enum VectorInspection {
    private static let advice = "; remove the files and add them again"

    static func problems(in database: Database) throws -> [LibraryProblem] {
        let chunks = Set(try Int64.fetchAll(database, sql: "SELECT id FROM chunk"))
        var orphans: [Int64] = []
        var damaged: [Int64] = []
        for space in try Row.fetchAll(database, sql: "SELECT id, dimension FROM vector_space") {
            var groups: Set<Int64> = []
            let rows = try Row.fetchCursor(
                database, sql: "SELECT number, slots, scales, codes FROM vector_block WHERE space = ? ORDER BY number",
                arguments: [space[0] as Int64])
            while let row = try rows.next() {
                let number: Int64 = row[0]
                let slots = Array(row[1] as Data)
                let ids = slots.map { number * PackedVectors.blockSize + Int64($0) }
                orphans += ids.filter { !chunks.contains($0) }
                groups.formUnion(ids.map(PackedVectors.group(of:)))
                let isSound = try isSound(row, slots: slots, space: space[0], dimension: space[1], in: database)
                if !isSound { damaged.append(number) }
            }
            let stored = try Int64.fetchAll(
                database, sql: "SELECT number FROM vector_original WHERE space = ?", arguments: [space[0] as Int64])
            orphans += stored.filter { !groups.contains($0) }.map { $0 * PackedVectors.groupSize }
        }
        return LibraryInspection.problem("orphanVector", "vector", orphans, "belong to no chunk" + advice)
            + LibraryInspection.problem(
                "damagedVectors", "vector block", damaged, "do not match their original vectors" + advice)
    }

    /// Whether a block has as many scales, codes and originals as slots, in ascending order, and its codes are those of the
    /// originals.
    private static func isSound(
        _ row: Row, slots: [UInt8], space: Int64, dimension: Int, in database: Database
    ) throws -> Bool {
        let scales = (row[2] as Data).numbers(Float.self)
        let codes = (row[3] as Data).numbers(Int8.self)
        guard !slots.isEmpty, zip(slots, slots.dropFirst()).allSatisfy({ $0 < $1 }), scales.count == slots.count,
            codes.count == slots.count * dimension
        else { return false }
        let number: Int64 = row[0]
        let block = VectorIndex.Block(number: number, changed: 0, slots: slots, scales: scales, codes: codes)
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
            guard abs(scale - scales[place]) <= 1e-4 * scale else { return false }
            // Another processor may round a tie the other way.
            let start = place * dimension
            for offset in 0..<dimension where abs(Int(codes[start + offset]) - Int(expected[offset])) > 1 {
                return false
            }
        }
        return true
    }
}
