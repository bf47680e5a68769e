internal import CKernels
internal import Foundation

/// Records of equal size, one for each of some slots, as a row of a table holds them.
struct SlotRow {
    /// Ascending.
    private(set) var slots: [UInt8]
    /// [slots, stride].
    private(set) var bytes: [UInt8]
    private let stride: Int

    /// - Throws: ``LibraryError`` with `damaged` where the bytes are not those of as many records.
    init(slots: [UInt8] = [], bytes: [UInt8] = [], stride: Int) throws {
        guard bytes.count == slots.count * stride else {
            throw VectorLayout.damaged("a row of vectors has the wrong size")
        }
        (self.slots, self.bytes, self.stride) = (slots, bytes, stride)
    }

    /// Adds records, and replaces those of slots that are there.
    ///
    /// - Parameters:
    ///   - new: slots, ascending.
    ///   - records: [new, stride].
    mutating func put(_ new: [UInt8], _ records: ArraySlice<UInt8>) {
        if slots.last ?? 0 < new.first ?? 0 || slots.isEmpty {
            slots += new
            bytes += records
            return
        }
        let (oldSlots, oldBytes) = (slots, bytes)
        slots = []
        bytes = []
        bytes.reserveCapacity(oldBytes.count + records.count)
        var old = 0
        for (place, slot) in new.enumerated() {
            let next = oldSlots[old...].firstIndex { $0 >= slot } ?? oldSlots.count
            append(oldSlots[old..<next], oldBytes[old * stride..<next * stride])
            old = next < oldSlots.count && oldSlots[next] == slot ? next + 1 : next
            let start = records.startIndex + place * stride
            append([slot], records[start..<start + stride])
        }
        append(oldSlots[old...], oldBytes[(old * stride)...])
    }

    /// Takes records out.
    mutating func remove(where isGone: (UInt8) -> Bool) {
        let (oldSlots, oldBytes) = (slots, bytes)
        slots = []
        bytes = []
        for (place, slot) in oldSlots.enumerated() where !isGone(slot) {
            append([slot], oldBytes[place * stride..<(place + 1) * stride])
        }
    }

    private mutating func append(_ slots: some Sequence<UInt8>, _ bytes: ArraySlice<UInt8>) {
        self.slots += slots
        self.bytes += bytes
    }

    /// What tells that bytes are as they were written.
    var checksum: Int64 { Self.checksum(slots, bytes) }

    static func checksum(_ slots: [UInt8], _ bytes: some ContiguousBytes) -> Int64 {
        let sum = bytes.withUnsafeBytes {
            $0.baseAddress.map { [count = $0.count] in (ck_checksum($0, Int64(count))) } ?? 0
        }
        let ofSlots = slots.isEmpty ? 0 : ck_checksum(slots, Int64(slots.count))
        return Int64(bitPattern: ofSlots &* 31 &+ sum)
    }
}
