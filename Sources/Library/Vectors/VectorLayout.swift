internal import CKernels
internal import Documents
internal import Foundation

/// Where the vectors of a space are kept.
///
/// The place of a vector follows from the number of its chunk, so that no table maps one to the other: block `chunk / 256`,
/// slot `chunk % 256`; what its codes leave is in group `chunk / 32`. A row holds only the slots that have a vector, ascending.
/// Rows are numbered `space · 2⁴⁴ + block` and `space · 2⁴⁴ + group`.
struct VectorLayout: Sendable {
    /// Slots of a block, the unit of scanning.
    static let blockSize: Int64 = 256
    /// Slots of a group, the unit of rescoring.
    static let groupSize: Int64 = 32
    /// The most numbers of a vector.
    private static let maximumDimension = 65_536
    private static let spaceShift: Int64 = 44

    let space: Int64
    /// Numbers of a vector.
    let dimension: Int
    /// Numbers of a vector that is filled up by zeros.
    let paddedDimension: Int
    /// Bytes of a vector's codes.
    let codeBytes: Int
    /// Bytes of what a vector's codes leave.
    let restBytes: Int

    /// - Throws: ``LibraryError`` with `damaged` for numbers that no space has.
    init(space: Int64, dimension: Int) throws {
        guard (1..<1 << 18).contains(space), (1...Self.maximumDimension).contains(dimension) else {
            throw Self.damaged("there cannot be a space \(space) of vectors with \(dimension) numbers")
        }
        (self.space, self.dimension) = (space, dimension)
        paddedDimension = Int(ck_vector_padded(Int64(dimension)))
        codeBytes = Int(ck_vector_code_bytes(Int64(dimension)))
        restBytes = Int(ck_vector_rest_bytes(Int64(dimension)))
    }

    static func block(of chunk: Int64) -> Int64 { chunk / blockSize }
    static func group(of chunk: Int64) -> Int64 { chunk / groupSize }
    static func slot(of chunk: Int64) -> UInt8 { UInt8(chunk % blockSize) }

    /// The row of a block or group of the space.
    func row(_ number: Int64) -> Int64 { space << Self.spaceShift + number }
    /// The rows of all blocks or groups of the space.
    var rows: ClosedRange<Int64> { row(0)...row(1 << Self.spaceShift - 1) }
    /// The number of the block or group in a row of the space.
    func number(ofRow row: Int64) -> Int64 { row & (1 << Self.spaceShift - 1) }

    /// The first chunk of a block. - Throws: ``LibraryError`` with `damaged` for a number that no chunk leads to.
    static func firstChunk(ofBlock number: Int64) throws -> Int64 {
        guard (0..<1 << 40).contains(number) else { throw damaged("there cannot be a vector block \(number)") }
        return number * blockSize
    }

    /// The groups of a block.
    static func groups(ofBlock number: Int64) -> ClosedRange<Int64> {
        let first = number * (blockSize / groupSize)
        return first...first + blockSize / groupSize - 1
    }

    /// The slots among `slots` that belong to `group`, as indices of `slots`.
    static func indices(of group: Int64, in slots: [UInt8]) -> Range<Int> {
        let first = Int(group * groupSize % blockSize)
        let low = slots.partitioningIndex { Int($0) >= first }
        return low..<slots.partitioningIndex { Int($0) >= first + Int(groupSize) }
    }

    /// Whether a block has slots in ascending order, and codes for each.
    func isSound(_ slots: [UInt8], codeCount: Int) -> Bool {
        !slots.isEmpty && zip(slots, slots.dropFirst()).allSatisfy { $0 < $1 } && codeCount == slots.count * codeBytes
    }

    static func damaged(_ what: String) -> LibraryError {
        LibraryError(.damaged, "\(what); run `bespoke verify`, or restore the library from a backup")
    }
}

extension ProfileScope {
    /// Calls `body` with the places of a block's slots whose chunks are in scope, as ranges, none of them empty.
    func forEachRange(of slots: [UInt8], firstChunk: Int64, _ body: (Range<Int>) -> Void) {
        let last = firstChunk + VectorLayout.blockSize
        var next = ranges.partitioningIndex { $0.upperBound > firstChunk }
        while next < ranges.count, ranges[next].lowerBound < last {
            let range = ranges[next]
            let isWhole = range.lowerBound <= firstChunk && range.upperBound >= last
            let low = isWhole ? 0 : slots.partitioningIndex { firstChunk + Int64($0) >= range.lowerBound }
            let high = isWhole ? slots.count : slots.partitioningIndex { firstChunk + Int64($0) >= range.upperBound }
            if low < high { body(low..<high) }
            next += 1
        }
    }
}
