internal import CKernels
internal import Documents
internal import Foundation
internal import GRDB

/// Reads what the codes of single vectors leave, without the rest of their rows.
final class VectorRests {
    private let index: VectorIndex
    private let rows: BlobReader

    init(_ index: VectorIndex, in database: Database) {
        self.index = index
        rows = BlobReader("bytes", of: "vector_rest", in: database)
    }

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
        guard let count = try rows.open(layout.row(group)) else { return }
        guard count == members.count * layout.restBytes else {
            throw VectorLayout.damaged("a row of vectors has the wrong size")
        }
        let offset = (place - members.lowerBound) * layout.restBytes
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: layout.restBytes) { rest in
            guard let start = rest.baseAddress else { return }
            try rows.read(into: UnsafeMutableRawBufferPointer(rest), from: offset)
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
}
