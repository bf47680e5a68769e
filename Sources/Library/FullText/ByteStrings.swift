internal import Foundation

/// Numbers byte strings from 0 in the order in which they are first met: a hash table of bytes, since hashing and comparing Swift's strings
/// costs more than all else that indexing does with a word.
struct ByteStrings: Sendable {
    private var arena: [UInt8] = []
    /// Where each string ends in `arena`.
    private var ends: [Int32] = []
    /// Numbers plus 1 by hash, 0 for an empty place; a power of two, at most half full.
    private var table = [Int32](repeating: 0, count: 1 << 10)

    init() {}

    var count: Int { ends.count }

    /// The number of a string.
    mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        if 2 * (ends.count + 1) > table.count { grow() }
        var place = Self.hash(bytes) & (table.count - 1)
        while table[place] != 0 {
            if isEqual(Int(table[place]) - 1, bytes) { return table[place] - 1 }
            place = (place + 1) & (table.count - 1)
        }
        arena.append(contentsOf: bytes)
        ends.append(Int32(arena.count))
        table[place] = Int32(ends.count)
        return Int32(ends.count - 1)
    }

    /// A string by its number.
    func string(_ number: Int) -> String {
        arena.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[range(number)]), as: UTF8.self)
        }
    }

    /// The bytes of a string by its number.
    func bytes(_ number: Int) -> ArraySlice<UInt8> { arena[range(number)] }

    /// All numbers, in the order of their strings' bytes.
    var sorted: [Int] {
        arena.withUnsafeBufferPointer { arena in
            guard let start = arena.baseAddress else { return [] }
            return (0..<count).sorted { first, second in
                let (first, second) = (range(first), range(second))
                let order = memcmp(
                    start + first.lowerBound, start + second.lowerBound, min(first.count, second.count))
                return order != 0 ? order < 0 : first.count < second.count
            }
        }
    }

    private func range(_ number: Int) -> Range<Int> {
        (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
    }

    private func isEqual(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = range(number)
        guard range.count == bytes.count else { return false }
        return arena.withUnsafeBufferPointer { arena in
            for place in 0..<bytes.count where arena[range.lowerBound + place] != bytes[place] { return false }
            return true
        }
    }

    private mutating func grow() {
        table = [Int32](repeating: 0, count: 2 * table.count)
        arena.withUnsafeBufferPointer { arena in
            for number in ends.indices {
                var place = Self.hash(UnsafeBufferPointer(rebasing: arena[range(number)])) & (table.count - 1)
                while table[place] != 0 { place = (place + 1) & (table.count - 1) }
                table[place] = Int32(number + 1)
            }
        }
    }

    /// FNV-1a, with its upper bits mixed into the lower ones.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}
