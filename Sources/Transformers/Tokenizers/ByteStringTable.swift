/// Finds the number of a byte string among many: an open-addressing hash table that is asked with one prefix after another,
/// the hash growing by a byte each time.
struct ByteStringTable: Sendable {
    private let strings: ByteStrings
    /// The upper half of a string's hash, and its index plus one; 0 is free.
    private var slots: [UInt64]
    private let mask: Int

    /// - Parameter strings: the strings; of equal ones the first counts.
    init(_ strings: ByteStrings) {
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
                if slots[slot] == 0 { slots[slot] = hash & ~0xFFFF_FFFF | UInt64(index + 1) }
            }
        }
    }

    /// Copies strings; of equal ones the first counts.
    init(_ strings: [[UInt8]]) { self.init(ByteStrings(strings)) }

    /// The hash of nothing.
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of a string that goes on with `byte`.
    static func extend(_ hash: UInt64, with byte: UInt8) -> UInt64 {
        var hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        return hash
    }

    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(seed) { extend($0, with: $1) } }

    /// The index of `bytes`, whose hash is `hash`.
    func index(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int? {
        let slot = slots[slot(of: bytes, hash: hash)]
        return slot == 0 ? nil : Int(UInt32(truncatingIfNeeded: slot)) - 1
    }

    /// The slot of `bytes`, or the free one where they would be.
    private func slot(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let index = Int(UInt32(truncatingIfNeeded: slots[slot])) - 1
            let range = strings.range(of: index)
            if slots[slot] >> 32 == hash >> 32, range.count == bytes.count {
                let isEqual = strings.bytes.withUnsafeBufferPointer { stored in
                    var place = 0
                    while place < bytes.count, stored[range.lowerBound + place] == bytes[place] { place += 1 }
                    return place == bytes.count
                }
                if isEqual { return slot }
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
