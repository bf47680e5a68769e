internal import Foundation
internal import GRDB

/// Version 6 of the schema: codes of 2 bits a number and what they leave, instead of 8 bits and the original floats.
enum VectorSchema {
    @Sendable static func packVectors(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE vector_block RENAME TO former_block;
                CREATE TABLE vector_block (
                  id INTEGER PRIMARY KEY,
                  changed INTEGER NOT NULL,
                  slots BLOB NOT NULL,
                  codes BLOB NOT NULL,
                  checksum INTEGER NOT NULL
                ) STRICT;
                CREATE TABLE vector_rest (
                  id INTEGER PRIMARY KEY,
                  bytes BLOB NOT NULL,
                  checksum INTEGER NOT NULL
                ) STRICT;
                """)
        for layout in try VectorTable.layouts(in: database) {
            let blocks = try Row.fetchCursor(
                database, sql: "SELECT number, slots FROM former_block WHERE space = ? ORDER BY number",
                arguments: [layout.space])
            while let row = try blocks.next() {
                let number: Int64 = try row.decode(atIndex: 0)
                let vectors = try originals(
                    number, slots: Array(row.decode(Data.self, atIndex: 1)), layout, in: database)
                try VectorTable.store(PackedVectors(vectors, layout: layout), in: database)
            }
        }
        try database.execute(sql: "DROP TABLE former_block; DROP TABLE vector_original;")
    }

    /// The vectors of a block of version 5; without those of rows that are damaged, whose chunks wait for new ones then.
    private static func originals(
        _ number: Int64, slots: [UInt8], _ layout: VectorLayout, in database: Database
    ) throws -> [(chunk: Int64, vector: [Float])] {
        let groupSize: Int64 = 16
        guard let first = try? VectorLayout.firstChunk(ofBlock: number) else { return [] }
        let groups = Dictionary(grouping: slots) { (first + Int64($0)) / groupSize }
        return try groups.flatMap { group, slots -> [(chunk: Int64, vector: [Float])] in
            let bytes = try Data.fetchOne(
                database, sql: "SELECT floats FROM vector_original WHERE space = ? AND number = ?",
                arguments: [layout.space, group])
            let floats = bytes?.numbers(Float.self) ?? []
            guard floats.count == slots.count * layout.dimension, floats.allSatisfy(\.isFinite) else { return [] }
            return slots.enumerated().map { place, slot in
                (first + Int64(slot), Array(floats[place * layout.dimension..<(place + 1) * layout.dimension]))
            }
        }
    }
}
