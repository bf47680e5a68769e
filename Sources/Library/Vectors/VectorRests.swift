internal import CKernels
internal import Documents
internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// Reads what the codes of single vectors leave, without the rest of their rows.
final class VectorRests {
    private let index: VectorIndex
    private let database: Database
    private var blob: OpaquePointer?
    private var openRow: Int64?

    init(_ index: VectorIndex, in database: Database) {
        self.index = index
        self.database = database
    }

    deinit { sqlite3_blob_close(blob) }

    /// Calls `body` with the codes of a chunk's vector and what they leave; does nothing where there is no such vector.
    ///
    /// - Throws: `DatabaseError`; ``LibraryError`` with `damaged` for a row of another size.
    func with(_ chunk: Int64, _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void) throws {
        let slot = VectorLayout.slot(of: chunk)
        guard let block = index.block(VectorLayout.block(of: chunk)) else { return }
        let place = block.slots.partitioningIndex { $0 >= slot }
        guard place < block.slots.count, block.slots[place] == slot else { return }
        let layout = index.layout
        let group = VectorLayout.group(of: chunk)
        let members = VectorLayout.indices(of: group, in: block.slots)
        guard try open(layout.row(group)) else { return }
        guard sqlite3_blob_bytes(blob) == members.count * layout.restBytes else {
            throw VectorLayout.damaged("a row of vectors has the wrong size")
        }
        let offset = Int32((place - members.lowerBound) * layout.restBytes)
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: layout.restBytes) { rest in
            guard let start = rest.baseAddress else { return }
            try check(sqlite3_blob_read(blob, start, Int32(layout.restBytes), offset))
            if let codes = block.codes.bytes.baseAddress { body(codes + place * layout.codeBytes, start) }
        }
    }

    /// The vector of a chunk, to about a thousandth of its largest numbers.
    func vector(of chunk: Int64) throws -> [Float]? {
        var vector: [Float]?
        try with(chunk) { codes, rest in
            let dimension = index.layout.dimension
            vector = [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
                guard let start = buffer.baseAddress else { return }
                ck_vector_unpack(codes, rest, Int64(dimension), start)
                count = dimension
            }
        }
        return vector
    }

    /// Goes to a row. Returns whether it is there.
    private func open(_ row: Int64) throws -> Bool {
        if openRow == row { return true }
        openRow = nil
        let code =
            blob == nil
            ? sqlite3_blob_open(database.sqliteConnection, "main", "vector_rest", "bytes", row, 0, &blob)
            : sqlite3_blob_reopen(blob, row)
        // A row that is missing is an error to SQLite too, and closes what was open.
        guard code != SQLITE_ERROR else {
            sqlite3_blob_close(blob)
            blob = nil
            return false
        }
        try check(code)
        openRow = row
        return true
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }
}
