/// Finds the number of a byte string among many: an open-addressing hash table that is asked with one prefix after another,
/// the hash growing by a byte each time, or with two strings as one.
///
/// The hash of a string is a polynomial (Karp and Rabin, 1987), so that of two strings together follows from those of each.
struct ByteStringTable: Sendable {
    let strings: ByteStrings
    /// The upper half of a string's mixed hash, and its index plus one; 0 is free.
    private var slots: [UInt64]
    private let mask: Int

    /// - Parameters:
    ///   - strings: the strings; of equal ones the first counts.
    ///   - visit: is called with the index of each string, its hash, and the index of the first that is equal.
    init(_ strings: ByteStrings, visit: (_ index: Int, _ hash: UInt64, _ first: Int) -> Void = { _, _, _ in }) {
        self.strings = strings
        var capacity = 16
        while capacity < strings.count * 2 { capacity *= 2 }
        slots = [UInt64](repeating: 0, count: capacity)
        mask = capacity - 1
        strings.bytes.withUnsafeBufferPointer { stored in
            for index in strings.indices {
                let string = UnsafeBufferPointer(rebasing: stored[strings.range(of: index)])
                let hash = Self.hash(string)
                let slot = slot(of: string, hash: hash)
                if slots[slot] == 0 { slots[slot] = Self.mixed(hash) & ~0xFFFF_FFFF | UInt64(index + 1) }
                visit(index, hash, Int(UInt32(truncatingIfNeeded: slots[slot])) - 1)
            }
        }
    }

    /// Copies strings; of equal ones the first counts.
    init(_ strings: [[UInt8]]) { self.init(ByteStrings(strings)) }

    /// The hash of nothing.
    static let seed: UInt64 = 0
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The hash of a string that goes on with `byte`.
    @inline(__always)
    static func extend(_ hash: UInt64, with byte: UInt8) -> UInt64 { hash &* base &+ UInt64(byte) &+ 1 }

    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(seed) { extend($0, with: $1) } }

    /// What the hash of a string is multiplied by before that of a string with so many bytes is added, which gives the hash of
    /// both together: a factor for each number of bytes up to `count`.
    static func factors(upTo count: Int) -> [UInt64] {
        var factor: UInt64 = 1
        return (0...count).map { _ in
            defer { factor = factor &* base }
            return factor
        }
    }

    /// A number that depends in each bit on the whole hash; in a polynomial, the low bits depend on little.
    private static func mixed(_ hash: UInt64) -> UInt64 {
        let product = hash &* 0xD6E8_FEB8_6659_FD93
        return product ^ product >> 32
    }

    /// The index of `bytes`, whose hash is `hash`.
    func index(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int? {
        let slot = slots[slot(of: bytes, hash: hash)]
        return slot == 0 ? nil : Int(UInt32(truncatingIfNeeded: slot)) - 1
    }

    /// The index of the string with `count` bytes whose hash is `hash`.
    ///
    /// - Parameter isSame: whether the bytes at a place of ``strings`` are those that are looked for.
    @inline(__always)
    func index(hash: UInt64, count: Int, isSame: (Int) -> Bool) -> Int? {
        let slot = slots[slot(hash: hash, count: count, isSame: isSame)]
        return slot == 0 ? nil : Int(UInt32(truncatingIfNeeded: slot)) - 1
    }

    /// The slot of `bytes`, or the free one where they would be.
    private func slot(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int {
        strings.bytes.withUnsafeBufferPointer { stored in
            slot(hash: hash, count: bytes.count) { start in
                var place = 0
                while place < bytes.count, stored[start + place] == bytes[place] { place += 1 }
                return place == bytes.count
            }
        }
    }

    @inline(__always)
    private func slot(hash: UInt64, count: Int, isSame: (Int) -> Bool) -> Int {
        let hash = Self.mixed(hash)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            if slots[slot] >> 32 == hash >> 32 {
                let range = strings.range(of: Int(UInt32(truncatingIfNeeded: slots[slot])) - 1)
                if range.count == count, isSame(range.lowerBound) { return slot }
            }
            slot = (slot + 1) & mask
        }
        return slot
    }

    /// The index of `bytes`.
    func index(of bytes: [UInt8]) -> Int? { bytes.withUnsafeBufferPointer { index(of: $0) } }

    /// The index of `bytes`.
    func index(of bytes: UnsafeBufferPointer<UInt8>) -> Int? { index(of: bytes, hash: Self.hash(bytes)) }

    /// The string with an index; empty out of range.
    subscript(index: Int) -> [UInt8] {
        strings.indices.contains(index) ? Array(strings[index]) : []
    }

    /// Number of strings.
    var count: Int { strings.count }
}
