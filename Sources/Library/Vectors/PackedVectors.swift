internal import Foundation

/// How vectors are packed into rows.
///
/// The place of a vector follows from the number of its chunk, so that no table maps one to the other: block `id /
/// 256`, slot `id % 256`; its original floats are in group `id / 16`. A row holds only the slots that have a vector,
/// ascending.
enum PackedVectors {
    /// Slots of a block, the unit of scanning.
    static let blockSize: Int64 = 256
    /// Slots of a group of original floats, the unit of rescoring.
    static let groupSize: Int64 = 16

    static func block(of chunk: Int64) -> Int64 { chunk / blockSize }
    /// - Throws: ``LibraryError`` with `damaged` for a number that no chunk leads to.
    static func firstChunk(ofBlock number: Int64) throws -> Int64 {
        guard (0..<1 << 40).contains(number) else {
            throw LibraryError(
                .damaged,
                "there cannot be a vector block \(number); run `bespoke verify`, or restore the library from a backup")
        }
        return number * blockSize
    }

    static func group(of chunk: Int64) -> Int64 { chunk / groupSize }
    static func slot(of chunk: Int64) -> UInt8 { UInt8(chunk % blockSize) }

    /// The groups of a block's originals.
    static func groups(ofBlock number: Int64) -> ClosedRange<Int64> {
        let first = number * (blockSize / groupSize)
        return first...first + blockSize / groupSize - 1
    }

    /// Whether a block has slots in ascending order, and a scale and codes for each.
    static func isSound(_ slots: [UInt8], scales: Data, codes: Data, dimension: Int) -> Bool {
        !slots.isEmpty && zip(slots, slots.dropFirst()).allSatisfy { $0 < $1 } && scales.count == slots.count * 4
            && dimension > 0 && codes.count % dimension == 0 && codes.count / dimension == slots.count
    }

    /// The slots among `slots` that belong to `group`, as indices of `slots`.
    static func indices(of group: Int64, in slots: [UInt8]) -> Range<Int> {
        let first = Int(group * groupSize % blockSize)
        let low = slots.partitioningIndex { Int($0) >= first }
        return low..<slots.partitioningIndex { Int($0) >= first + Int(groupSize) }
    }

    /// A row's data for other slots: what is in `new`, else what was there.
    ///
    /// - Throws: ``LibraryError`` with `damaged` where `old` is not of its size.
    ///
    /// - Parameters:
    ///   - slots: the slots the result holds.
    ///   - oldSlots: the slots of `old`, which is [oldSlots, stride] bytes.
    ///   - new: `stride` bytes each.
    static func repacked(
        _ slots: some Sequence<UInt8>, oldSlots: some Collection<UInt8>, old: Data, stride: Int, new: [UInt8: Data]
    ) throws -> Data {
        guard old.count == oldSlots.count * stride else {
            throw LibraryError(
                .damaged,
                "a row of vectors has the wrong size; run `bespoke verify`, or restore the library from a backup")
        }
        let places = Dictionary(zip(oldSlots, 0...), uniquingKeysWith: { first, _ in first })
        var result = Data()
        for slot in slots {
            if let bytes = new[slot] {
                result.append(bytes)
            } else if let place = places[slot] {
                let start = old.startIndex + place * stride
                result.append(old[start..<start + stride])
            }
        }
        return result
    }
}

extension Array {
    /// The first index whose element satisfies `predicate`, where all that satisfy it come last.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Data {
    /// The numbers whose bytes these are; bytes over are left out.
    func numbers<Number: BitwiseCopyable>(_ type: Number.Type) -> [Number] {
        let count = self.count / MemoryLayout<Number>.stride
        return [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
            _ = copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    /// The bytes of numbers.
    init<Number: BitwiseCopyable>(numbers: [Number]) {
        self = numbers.withUnsafeBytes { Data($0) }
    }
}
