internal import Foundation
internal import GRDB

/// The tables `vector_space`, `vector_block` and `vector_original`.
enum VectorTable {
    /// A row of `vector_block`, without its codes and scales.
    private struct Block {
        var slots: [UInt8] = []
        var scales = Data()
        var codes = Data()
    }

    /// The number of a space, nil where nothing was ever stored in it.
    static func id(of space: VectorSpace, in database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database, sql: "SELECT id FROM vector_space WHERE name = ? AND dimension = ?",
            arguments: [space.name, space.dimension])
    }

    /// Stores vectors of chunks that exist, replacing earlier ones. `vectors` is [chunks, dimension].
    static func store(_ vectors: [Int64: [Float]], space: VectorSpace, in database: Database) throws {
        if try id(of: space, in: database) == nil {
            try database.execute(
                sql: "INSERT INTO vector_space (name, dimension) VALUES (?, ?)",
                arguments: [space.name, space.dimension])
        }
        guard let id = try id(of: space, in: database) else { return }
        for (number, chunks) in Dictionary(grouping: vectors.keys, by: PackedVectors.block(of:)) {
            var scales: [UInt8: Data] = [:]
            var codes: [UInt8: Data] = [:]
            var floats: [Int64: [UInt8: Data]] = [:]
            for chunk in chunks {
                guard let vector = vectors[chunk] else { continue }
                let slot = PackedVectors.slot(of: chunk)
                var code = Data(count: space.dimension)
                let scale = code.withUnsafeMutableBytes { bytes in
                    bytes.withMemoryRebound(to: Int8.self) { buffer in
                        buffer.baseAddress.map { VectorArithmetic.quantize(vector, into: $0) } ?? 0
                    }
                }
                codes[slot] = code
                scales[slot] = Data(numbers: [scale])
                floats[PackedVectors.group(of: chunk), default: [:]][slot] = Data(numbers: vector)
            }
            let old = try soundBlock(number, space: id, dimension: space.dimension, in: database)
            let slots = Set(old.slots).union(codes.keys).sorted()
            let stride = space.dimension
            let block = Block(
                slots: slots,
                scales: try PackedVectors.repacked(slots, oldSlots: old.slots, old: old.scales, stride: 4, new: scales),
                codes: try PackedVectors.repacked(
                    slots, oldSlots: old.slots, old: old.codes, stride: stride, new: codes))
            try save(block, number: number, space: id, in: database)
            for (group, new) in floats {
                try repackOriginals(
                    group, space: id, dimension: stride, oldSlots: old.slots, slots: slots, new: new, in: database)
            }
        }
    }

    /// Takes the vectors of `chunks` out of every space; what is left of their blocks moves together.
    static func delete(_ chunks: Range<Int64>, in database: Database) throws {
        guard !chunks.isEmpty else { return }
        let spaces = try Row.fetchAll(database, sql: "SELECT id, dimension FROM vector_space")
        for row in spaces {
            let space: Int64 = try row.decode(atIndex: 0)
            let dimension: Int = try row.decode(atIndex: 1)
            let last = chunks.upperBound - 1
            let numbers = try Int64.fetchAll(
                database, sql: "SELECT number FROM vector_block WHERE space = ? AND number BETWEEN ? AND ?",
                arguments: [space, PackedVectors.block(of: chunks.lowerBound), PackedVectors.block(of: last)])
            for number in numbers {
                let old = try soundBlock(number, space: space, dimension: dimension, in: database)
                let first = try PackedVectors.firstChunk(ofBlock: number)
                let slots = old.slots.filter { !chunks.contains(first + Int64($0)) }
                let gone = Set(old.slots).subtracting(slots)
                let block = Block(
                    slots: slots,
                    scales: try PackedVectors.repacked(
                        slots, oldSlots: old.slots, old: old.scales, stride: 4, new: [:]),
                    codes: try PackedVectors.repacked(
                        slots, oldSlots: old.slots, old: old.codes, stride: dimension, new: [:]))
                try save(block, number: number, space: space, in: database)
                for group in Set(gone.map { PackedVectors.group(of: first + Int64($0)) }) {
                    try repackOriginals(
                        group, space: space, dimension: dimension, oldSlots: old.slots, slots: slots, new: [:],
                        in: database)
                }
            }
        }
    }

    /// Deletes all vectors of the spaces that are not called so.
    static func deleteSpaces(otherThan names: [String], in database: Database) throws {
        for row in try Row.fetchAll(database, sql: "SELECT id, name FROM vector_space") {
            let id: Int64 = try row.decode(atIndex: 0)
            guard !names.contains(try row.decode(atIndex: 1)) else { continue }
            for table in ["vector_block", "vector_original"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE space = ?", arguments: [id])
            }
            try database.execute(sql: "DELETE FROM vector_space WHERE id = ?", arguments: [id])
        }
    }

    /// The original floats of chunks, where there are any.
    static func originals(
        of chunks: some Sequence<Int64>, space: Int64, dimension: Int, index: VectorIndex, in database: Database
    ) throws -> [Int64: [Float]] {
        var result: [Int64: [Float]] = [:]
        let statement = try database.cachedStatement(
            sql: "SELECT floats FROM vector_original WHERE space = ? AND number = ?")
        for (group, members) in Dictionary(grouping: chunks, by: PackedVectors.group(of:)) {
            guard let slots = index.block(PackedVectors.block(of: group * PackedVectors.groupSize))?.slots else {
                continue
            }
            let range = PackedVectors.indices(of: group, in: slots)
            guard !range.isEmpty else { continue }
            let rows = try Row.fetchCursor(statement, arguments: [space, group])
            while let row = try rows.next() {
                try row.withUnsafeData(atIndex: 0) { floats in
                    guard let floats, floats.count == range.count * dimension * 4 else { return }
                    for chunk in members {
                        guard let place = slots[range].firstIndex(of: PackedVectors.slot(of: chunk)) else { continue }
                        let start = floats.startIndex + (place - range.lowerBound) * dimension * 4
                        result[chunk] = floats[start..<start + dimension * 4].numbers(Float.self)
                    }
                }
            }
        }
        return result
    }

    /// The chunks that have a vector, among those of the blocks `numbers`.
    static func chunks(
        inBlocks numbers: ClosedRange<Int64>, space: Int64, in database: Database
    ) throws -> Set<Int64> {
        var result: Set<Int64> = []
        let rows = try Row.fetchCursor(
            database, sql: "SELECT number, slots FROM vector_block WHERE space = ? AND number BETWEEN ? AND ?",
            arguments: [space, numbers.lowerBound, numbers.upperBound])
        while let row = try rows.next() {
            let first = try PackedVectors.firstChunk(ofBlock: row.decode(atIndex: 0))
            for slot in (try row.decode(Data.self, atIndex: 1)) { result.insert(first + Int64(slot)) }
        }
        return result
    }

    /// The block of this number, empty where there is none. A block whose parts do not fit together is deleted: its
    /// chunks wait for new vectors then.
    private static func soundBlock(
        _ number: Int64, space: Int64, dimension: Int, in database: Database
    ) throws -> Block {
        let row = try Row.fetchOne(
            database, sql: "SELECT slots, scales, codes FROM vector_block WHERE space = ? AND number = ?",
            arguments: [space, number])
        guard let row else { return Block() }
        let block = Block(
            slots: Array(try row.decode(Data.self, atIndex: 0)), scales: try row.decode(atIndex: 1),
            codes: try row.decode(atIndex: 2))
        let groups = PackedVectors.groups(ofBlock: number)
        let sizes = try Row.fetchAll(
            database,
            sql: "SELECT number, length(floats) FROM vector_original WHERE space = ? AND number BETWEEN ? AND ?",
            arguments: [space, groups.lowerBound, groups.upperBound])
        let bytes = try Dictionary(
            sizes.map { (try $0.decode(Int64.self, atIndex: 0), try $0.decode(Int.self, atIndex: 1)) },
            uniquingKeysWith: max)
        let isSound =
            PackedVectors.isSound(block.slots, scales: block.scales, codes: block.codes, dimension: dimension)
            && groups.allSatisfy { group in
                bytes[group] ?? 0 == PackedVectors.indices(of: group, in: block.slots).count * dimension * 4
            }
        if isSound { return block }
        try database.execute(
            sql: "DELETE FROM vector_block WHERE space = ? AND number = ?", arguments: [space, number])
        try database.execute(
            sql: "DELETE FROM vector_original WHERE space = ? AND number BETWEEN ? AND ?",
            arguments: [space, groups.lowerBound, groups.upperBound])
        return Block()
    }

    private static func save(_ block: Block, number: Int64, space: Int64, in database: Database) throws {
        guard !block.slots.isEmpty else {
            return try database.execute(
                sql: "DELETE FROM vector_block WHERE space = ? AND number = ?", arguments: [space, number])
        }
        try database.execute(
            sql: """
                INSERT INTO vector_block (space, number, changed, slots, scales, codes)
                VALUES (?1, ?2, (SELECT generation + 1 FROM library), ?3, ?4, ?5)
                ON CONFLICT (space, number) DO UPDATE SET
                  changed = excluded.changed, slots = excluded.slots, scales = excluded.scales, codes = excluded.codes
                """, arguments: [space, number, Data(block.slots), block.scales, block.codes])
    }

    /// Rewrites one group of originals for a block whose slots changed from `oldSlots` to `slots`.
    private static func repackOriginals(
        _ group: Int64, space: Int64, dimension: Int, oldSlots: [UInt8], slots: [UInt8], new: [UInt8: Data],
        in database: Database
    ) throws {
        let old = try Data.fetchOne(
            database, sql: "SELECT floats FROM vector_original WHERE space = ? AND number = ?",
            arguments: [space, group])
        let floats = try PackedVectors.repacked(
            slots[PackedVectors.indices(of: group, in: slots)],
            oldSlots: oldSlots[PackedVectors.indices(of: group, in: oldSlots)], old: old ?? Data(),
            stride: dimension * 4, new: new)
        guard !floats.isEmpty else {
            return try database.execute(
                sql: "DELETE FROM vector_original WHERE space = ? AND number = ?", arguments: [space, group])
        }
        try database.execute(
            sql: """
                INSERT INTO vector_original (space, number, floats) VALUES (?1, ?2, ?3)
                ON CONFLICT (space, number) DO UPDATE SET floats = excluded.floats
                """, arguments: [space, group, floats])
    }
}
