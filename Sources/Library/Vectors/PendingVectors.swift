internal import Foundation
internal import GRDB

/// Finds the chunks that have no vector yet.
enum PendingVectors {
    /// Blocks whose slots are read at a time.
    private static let step: Int64 = 64

    /// How many chunks in scope have no vector. Looks at no chunk, but at the slots of each block.
    ///
    /// - Parameter index: the index of this snapshot, where it is in memory: then nothing is read.
    static func count(
        scope: ProfileScope, layout: VectorLayout?, index: VectorIndex?, in database: Database
    ) throws -> Int {
        guard let layout else { return scope.chunkCount }
        var stored = 0
        if let index {
            for block in index.blocks {
                scope.forEachRange(of: block.slots, firstChunk: block.firstChunk) { stored += $0.count }
            }
            return max(0, scope.chunkCount - stored)
        }
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, slots FROM vector_block WHERE id BETWEEN ? AND ?",
            arguments: [layout.rows.lowerBound, layout.rows.upperBound])
        while let row = try rows.next() {
            let first = try VectorLayout.firstChunk(ofBlock: layout.number(ofRow: row.decode(atIndex: 0)))
            let slots = [UInt8](try row.decode(Data.self, atIndex: 1))
            scope.forEachRange(of: slots, firstChunk: first) { stored += $0.count }
        }
        // Slots of a damaged block may stand there twice.
        return max(0, scope.chunkCount - stored)
    }

    /// Calls `body` with each chunk in scope after `after` that has no vector, ascending, until it returns false.
    ///
    /// - Parameter layout: that of the space; nil for a space in which nothing was stored yet.
    static func forEach(
        after: Int64, scope: ProfileScope, layout: VectorLayout?, in database: Database, _ body: (Int64) -> Bool
    ) throws {
        var stored: Set<Int64> = []
        var known: Int64 = -1
        for range in scope.ranges where range.upperBound > after + 1 {
            for chunk in max(range.lowerBound, after + 1)..<range.upperBound {
                let block = VectorLayout.block(of: chunk)
                if let layout, block > known {
                    known = block + step - 1
                    stored = try VectorTable.chunks(inBlocks: block...known, layout, in: database)
                }
                if !stored.contains(chunk), !body(chunk) { return }
            }
        }
    }
}
