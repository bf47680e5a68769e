internal import Documents
internal import Foundation
internal import GRDB

/// The tables `vector_space`, `vector_block` and `vector_rest`.
enum VectorTable {
    /// The layout of a space, nil where nothing was ever stored in it.
    static func layout(of space: VectorSpace, in database: Database) throws -> VectorLayout? {
        let statement = try database.cachedStatement(
            sql: "SELECT id FROM vector_space WHERE name = ? AND dimension = ?")
        let id = try Int64.fetchOne(statement, arguments: [space.name, space.dimension])
        return try id.map { try VectorLayout(space: $0, dimension: space.dimension) }
    }

    /// The layout of a space, which is made where there is none.
    static func makeLayout(of space: VectorSpace, in database: Database) throws -> VectorLayout {
        if let known = try layout(of: space, in: database) { return known }
        try database.execute(
            sql: "INSERT INTO vector_space (name, dimension) VALUES (?, ?)", arguments: [space.name, space.dimension])
        return try VectorLayout(space: database.lastInsertedRowID, dimension: space.dimension)
    }

    /// The layouts of all spaces but those that there cannot be.
    static func layouts(in database: Database) throws -> [VectorLayout] {
        try Row.fetchAll(database, sql: "SELECT id, dimension FROM vector_space").compactMap { row in
            try? VectorLayout(space: row.decode(atIndex: 0), dimension: row.decode(atIndex: 1))
        }
    }

    /// Stores vectors of chunks that exist, replacing earlier ones.
    static func store(_ vectors: PackedVectors, in database: Database) throws {
        let layout = vectors.layout
        var start = 0
        while start < vectors.chunks.count {
            let number = VectorLayout.block(of: vectors.chunks[start])
            let end = vectors.chunks.partitioningIndex { VectorLayout.block(of: $0) > number }
            let old = try soundBlock(number, layout, in: database)
            var block = old
            block.put(vectors.chunks[start..<end].map(VectorLayout.slot(of:)), vectors.codes(start..<end))
            try save(block, number: number, layout, in: database)
            var first = start
            while first < end {
                let group = VectorLayout.group(of: vectors.chunks[first])
                let last = vectors.chunks.partitioningIndex { VectorLayout.group(of: $0) > group }
                var row = try rest(group, slots: old.slots, layout, in: database)
                row.put(vectors.chunks[first..<last].map(VectorLayout.slot(of:)), vectors.rests(first..<last))
                try save(row, group: group, layout, in: database)
                first = last
            }
            start = end
        }
    }

    /// Takes the vectors of `chunks` out of every space; what is left of their blocks moves together.
    static func delete(_ chunks: Range<Int64>, in database: Database) throws {
        guard !chunks.isEmpty else { return }
        for layout in try layouts(in: database) {
            let rows = try Int64.fetchAll(
                database, sql: "SELECT id FROM vector_block WHERE id BETWEEN ? AND ?",
                arguments: [
                    layout.row(VectorLayout.block(of: chunks.lowerBound)),
                    layout.row(VectorLayout.block(of: chunks.upperBound - 1)),
                ])
            for row in rows {
                let number = layout.number(ofRow: row)
                let first = try VectorLayout.firstChunk(ofBlock: number)
                let old = try soundBlock(number, layout, in: database)
                var block = old
                block.remove { chunks.contains(first + Int64($0)) }
                try save(block, number: number, layout, in: database)
                let gone = Set(old.slots).subtracting(block.slots)
                for group in Set(gone.map { VectorLayout.group(of: first + Int64($0)) }) {
                    var row = try rest(group, slots: old.slots, layout, in: database)
                    row.remove { chunks.contains(first + Int64($0)) }
                    try save(row, group: group, layout, in: database)
                }
            }
        }
    }

    /// Deletes all vectors of the spaces that are not called so.
    static func deleteSpaces(otherThan names: [String], in database: Database) throws {
        for row in try Row.fetchAll(database, sql: "SELECT id, name, dimension FROM vector_space") {
            let id: Int64 = try row.decode(atIndex: 0)
            guard !names.contains(try row.decode(atIndex: 1)) else { continue }
            let layout = try VectorLayout(space: id, dimension: row.decode(atIndex: 2))
            for table in ["vector_block", "vector_rest"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE id BETWEEN ? AND ?",
                    arguments: [layout.rows.lowerBound, layout.rows.upperBound])
            }
            try database.execute(sql: "DELETE FROM vector_space WHERE id = ?", arguments: [id])
        }
    }

    /// The chunks that have a vector, among those of the blocks `numbers`.
    static func chunks(
        inBlocks numbers: ClosedRange<Int64>, _ layout: VectorLayout, in database: Database
    ) throws -> Set<Int64> {
        var result: Set<Int64> = []
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, slots FROM vector_block WHERE id BETWEEN ? AND ?",
            arguments: [layout.row(numbers.lowerBound), layout.row(numbers.upperBound)])
        while let row = try rows.next() {
            let number = layout.number(ofRow: try row.decode(atIndex: 0))
            let first = try VectorLayout.firstChunk(ofBlock: number)
            for slot in (try row.decode(Data.self, atIndex: 1)) { result.insert(first + Int64(slot)) }
        }
        return result
    }

    /// The block of this number, empty where there is none. A block whose parts do not fit together is deleted: its
    /// chunks wait for new vectors then.
    private static func soundBlock(
        _ number: Int64, _ layout: VectorLayout, in database: Database
    ) throws -> SlotRow {
        let empty = try SlotRow(stride: layout.codeBytes)
        let statement = try database.cachedStatement(sql: "SELECT slots, codes FROM vector_block WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [layout.row(number)]) else { return empty }
        let slots = Array(try row.decode(Data.self, atIndex: 0))
        let codes: Data = try row.decode(atIndex: 1)
        let groups = VectorLayout.groups(ofBlock: number)
        let range = [layout.row(groups.lowerBound), layout.row(groups.upperBound)]
        let sizes = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT id, length(bytes) FROM vector_rest WHERE id BETWEEN ? AND ?"),
            arguments: StatementArguments(range))
        let bytes = try Dictionary(
            sizes.map { (layout.number(ofRow: try $0.decode(atIndex: 0)), try $0.decode(Int.self, atIndex: 1)) },
            uniquingKeysWith: max)
        let isSound =
            layout.isSound(slots, codeCount: codes.count)
            && groups.allSatisfy { group in
                bytes[group] ?? 0 == VectorLayout.indices(of: group, in: slots).count * layout.restBytes
            }
        if isSound { return try SlotRow(slots: slots, bytes: [UInt8](codes), stride: layout.codeBytes) }
        try database.execute(sql: "DELETE FROM vector_block WHERE id = ?", arguments: [layout.row(number)])
        try database.execute(
            sql: "DELETE FROM vector_rest WHERE id BETWEEN ? AND ?", arguments: StatementArguments(range))
        return empty
    }

    /// What the codes of a group leave.
    ///
    /// - Parameter slots: those of its block.
    private static func rest(
        _ group: Int64, slots: [UInt8], _ layout: VectorLayout, in database: Database
    ) throws -> SlotRow {
        let own = Array(slots[VectorLayout.indices(of: group, in: slots)])
        guard !own.isEmpty else { return try SlotRow(stride: layout.restBytes) }
        let statement = try database.cachedStatement(sql: "SELECT bytes FROM vector_rest WHERE id = ?")
        let bytes = try Data.fetchOne(statement, arguments: [layout.row(group)]) ?? Data()
        return try SlotRow(slots: own, bytes: [UInt8](bytes), stride: layout.restBytes)
    }

    private static func save(
        _ block: SlotRow, number: Int64, _ layout: VectorLayout, in database: Database
    ) throws {
        guard !block.slots.isEmpty else {
            return try database.execute(
                sql: "DELETE FROM vector_block WHERE id = ?", arguments: [layout.row(number)])
        }
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO vector_block (id, changed, slots, codes, checksum)
                VALUES (?, (SELECT generation + 1 FROM library), ?, ?, ?)
                """
        ).execute(arguments: [layout.row(number), Data(block.slots), Data(block.bytes), block.checksum])
    }

    private static func save(_ row: SlotRow, group: Int64, _ layout: VectorLayout, in database: Database) throws {
        guard !row.slots.isEmpty else {
            return try database.execute(sql: "DELETE FROM vector_rest WHERE id = ?", arguments: [layout.row(group)])
        }
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO vector_rest (id, bytes, checksum) VALUES (?, ?, ?)")
            .execute(arguments: [layout.row(group), Data(row.bytes), row.checksum])
    }
}
