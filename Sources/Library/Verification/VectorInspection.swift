internal import Foundation
internal import GRDB

/// Vectors against chunks, and the packed rows against each other. A chunk without a vector only waits for one.
enum VectorInspection {
    static func problems(in database: Database) throws -> [LibraryProblem] {
        let chunks = Set(try Int64.fetchAll(database, sql: "SELECT id FROM chunk"))
        var orphans: [Int64] = []
        var damaged: [Int64] = []
        let layouts = try VectorTable.layouts(in: database)
        for layout in layouts {
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT id, slots, codes, checksum FROM vector_block WHERE id BETWEEN ? AND ? ORDER BY id",
                arguments: [layout.rows.lowerBound, layout.rows.upperBound])
            var groups: Set<Int64> = []
            while let row = try rows.next() {
                let number = layout.number(ofRow: try row.decode(atIndex: 0))
                let first = try VectorLayout.firstChunk(ofBlock: number)
                let slots = Array(try row.decode(Data.self, atIndex: 1))
                orphans += slots.map { first + Int64($0) }.filter { !chunks.contains($0) }
                groups.formUnion(VectorLayout.groups(ofBlock: number))
                let codes: Data = try row.decode(atIndex: 2)
                let isSound =
                    try layout.isSound(slots, codeCount: codes.count)
                    && SlotRow.checksum(slots, codes) == row.decode(atIndex: 3)
                    && areRestsSound(ofBlock: number, slots: slots, layout, in: database)
                if !isSound { damaged.append(number) }
            }
            let stored = try Int64.fetchAll(
                database, sql: "SELECT id FROM vector_rest WHERE id BETWEEN ? AND ?",
                arguments: [layout.rows.lowerBound, layout.rows.upperBound])
            orphans += stored.map(layout.number).filter { !groups.contains($0) }.map { $0 &* VectorLayout.groupSize }
        }
        orphans += try rowsOfNoSpace(layouts, in: database)
        return try LibraryInspection.problem(
            "orphanVector", "vector", orphans, "belong to no chunk; restore the library from a backup")
            + LibraryInspection.problem(
                "damagedVectors", "vector block", damaged,
                "are not as they were written" + LibraryInspection.addAgain,
                naming: { try files(ofBlock: $0, in: database) })
    }

    private static func files(ofBlock block: Int64, in database: Database) throws -> [String] {
        let first = try VectorLayout.firstChunk(ofBlock: block)
        let documents = try Int64.fetchAll(
            database, sql: "SELECT DISTINCT document FROM chunk WHERE id BETWEEN ? AND ? ORDER BY document",
            arguments: [first, first + VectorLayout.blockSize - 1])
        return try documents.flatMap { try Concerned.files(ofDocument: $0, in: database) }
    }

    /// Whether the groups of a block have records for its slots and for no others, as they were written.
    private static func areRestsSound(
        ofBlock number: Int64, slots: [UInt8], _ layout: VectorLayout, in database: Database
    ) throws -> Bool {
        for group in VectorLayout.groups(ofBlock: number) {
            let own = Array(slots[VectorLayout.indices(of: group, in: slots)])
            let row = try Row.fetchOne(
                database.cachedStatement(sql: "SELECT bytes, checksum FROM vector_rest WHERE id = ?"),
                arguments: [layout.row(group)])
            guard let row else {
                if own.isEmpty { continue }
                return false
            }
            let bytes: Data = try row.decode(atIndex: 0)
            let isSound =
                try !own.isEmpty && bytes.count == own.count * layout.restBytes
                && SlotRow.checksum(own, bytes) == row.decode(atIndex: 1)
            if !isSound { return false }
        }
        return true
    }

    private static func rowsOfNoSpace(_ layouts: [VectorLayout], in database: Database) throws -> [Int64] {
        let rows = try Int64.fetchAll(database, sql: "SELECT id FROM vector_block UNION ALL SELECT id FROM vector_rest")
        return rows.filter { row in !layouts.contains { $0.rows.contains(row) } }
    }
}
