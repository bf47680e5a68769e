/// Finds the number of a byte string among many: an open-addressing hash table that is asked with one prefix after another,
/// the hash growing by a byte each time.
struct ByteStringTable: Sendable {
    private let storage: [UInt8]
    private let offsets: [Int32]
    /// Indices plus one; 0 is free.
    private let slots: [Int32]
    private let mask: Int

    /// - Parameter strings: the strings; of equal ones the first counts.
    init(_ strings: [[UInt8]]) {
        var storage: [UInt8] = []
        var offsets: [Int32] = [0]
        var capacity = 16
        while capacity < strings.count * 2 { capacity *= 2 }
        var slots = [Int32](repeating: 0, count: capacity)
        for (index, string) in strings.enumerated() {
            let start = storage.count
            storage += string
            offsets.append(Int32(storage.count))
            var slot = Int(truncatingIfNeeded: Self.hash(string)) & (capacity - 1)
            var isKnown = false
            while slots[slot] != 0, !isKnown {
                let other = Int(slots[slot]) - 1
                isKnown = storage[Int(offsets[other])..<Int(offsets[other + 1])].elementsEqual(storage[start...])
                if !isKnown { slot = (slot + 1) & (capacity - 1) }
            }
            if !isKnown { slots[slot] = Int32(index + 1) }
        }
        self.storage = storage
        self.offsets = offsets
        self.slots = slots
        mask = capacity - 1
    }

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
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            let start = Int(offsets[index])
            if Int(offsets[index + 1]) - start == bytes.count {
                let isEqual = storage.withUnsafeBufferPointer { stored in
                    var place = 0
                    while place < bytes.count, stored[start + place] == bytes[place] { place += 1 }
                    return place == bytes.count
                }
                if isEqual { return index }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The index of `bytes`.
    func index(of bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { index(of: $0, hash: Self.hash($0)) }
    }

    /// The string with an index; empty out of range.
    subscript(index: Int) -> [UInt8] {
        guard index >= 0, index + 1 < offsets.count else { return [] }
        return Array(storage[Int(offsets[index])..<Int(offsets[index + 1])])
    }

    /// Number of strings.
    var count: Int { offsets.count - 1 }
}
