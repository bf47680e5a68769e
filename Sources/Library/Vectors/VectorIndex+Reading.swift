internal import Foundation
internal import GRDB

extension VectorIndex {
    /// Rows from which two threads read them.
    private static let rowsOfOneThread: Int64 = 256

    /// Reads the index of a space, but for the blocks that have not changed since `old`.
    ///
    /// - Throws: `DatabaseError`; ``LibraryError`` with `damaged`.
    init(reading layout: VectorLayout, reusing old: VectorIndex?, in database: Database) throws {
        self.layout = layout
        guard old == nil,
            let bounds = try Row.fetchOne(
                database, sql: "SELECT min(id), max(id) FROM vector_block WHERE id BETWEEN ? AND ?",
                arguments: [layout.rows.lowerBound, layout.rows.upperBound]),
            let first = try bounds.decode(Int64?.self, atIndex: 0),
            let last = try bounds.decode(Int64?.self, atIndex: 1),
            last - first >= Self.rowsOfOneThread
        else {
            blocks = try Self.blocks(layout.rows, layout, reusing: old, in: database)
            return
        }
        let middle = first + (last - first) / 2
        let upper = try SecondReader(beside: database) { database in
            try Self.blocks(middle...last, layout, reusing: nil, in: database)
        }
        let lower = try Self.blocks(first...middle - 1, layout, reusing: nil, in: database)
        blocks = lower + (try upper.value ?? Self.blocks(middle...last, layout, reusing: nil, in: database))
    }

    /// The blocks in some rows.
    private static func blocks(
        _ numbers: ClosedRange<Int64>, _ layout: VectorLayout, reusing old: VectorIndex?, in database: Database
    ) throws -> [Block] {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, changed, slots FROM vector_block WHERE id BETWEEN ? AND ? ORDER BY id",
            arguments: [numbers.lowerBound, numbers.upperBound])
        let codes = BlobReader("codes", of: "vector_block", in: database)
        var arena = CodeArena()
        var blocks: [Block] = []
        blocks.reserveCapacity(old?.blocks.count ?? 0)
        while let row = try rows.next() {
            let number = layout.number(ofRow: try row.decode(atIndex: 0))
            let changed: Int64 = try row.decode(atIndex: 1)
            if let known = old?.block(number), known.changed == changed {
                blocks.append(known)
            } else {
                let slots = Array(try row.decode(Data.self, atIndex: 2))
                blocks.append(try block(number, changed, slots, layout, codes, &arena))
            }
        }
        return blocks
    }

    private static func block(
        _ number: Int64, _ changed: Int64, _ slots: [UInt8], _ layout: VectorLayout, _ reader: BlobReader,
        _ arena: inout CodeArena
    ) throws -> Block {
        let count = try reader.open(layout.row(number)) ?? 0
        guard layout.isSound(slots, codeCount: count) else {
            throw LibraryError(
                .damaged,
                "vector block \(number) has the wrong size; run `bespoke verify`, or remove the files and add them again"
            )
        }
        return Block(
            firstChunk: try VectorLayout.firstChunk(ofBlock: number), changed: changed, slots: slots,
            codes: try arena.add(count: count) { try reader.read(into: $0) })
    }
}
