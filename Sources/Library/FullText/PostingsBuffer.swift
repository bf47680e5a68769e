internal import CKernels
internal import Foundation

/// Room in which the postings of a word and block are put together, over and over.
struct PostingsBuffer {
    private var slots = [UInt16](repeating: 0, count: Int(CK_POSTINGS_SLOTS))
    private var frequencies = [UInt8](repeating: 0, count: Int(CK_POSTINGS_SLOTS))
    private var bytes = [UInt8](repeating: 0, count: 4 * Int(CK_POSTINGS_SLOTS))
    /// How many there are.
    private(set) var count = 0

    mutating func clear() { count = 0 }

    /// Adds a posting behind the others.
    mutating func append(_ slot: UInt16, frequency: UInt8) {
        (slots[count], frequencies[count]) = (slot, frequency)
        count += 1
    }

    /// Adds packed postings, which must be behind the others. - Throws: ``LibraryError`` with `damaged`.
    mutating func append(unpacking packed: UnsafeRawBufferPointer) throws {
        let packed = packed.bindMemory(to: UInt8.self)
        guard let start = packed.baseAddress else { return }
        let (room, place) = (slots.count - count, count)
        let added = slots.withUnsafeMutableBufferPointer { slots in
            frequencies.withUnsafeMutableBufferPointer { frequencies -> Int64 in
                guard let slots = slots.baseAddress, let frequencies = frequencies.baseAddress else { return -1 }
                return ck_postings_unpack(start, Int64(packed.count), Int64(room), slots + place, frequencies + place)
            }
        }
        guard added >= 0, count == 0 || added == 0 || slots[count - 1] < slots[count] else { throw Postings.damaged }
        count += Int(added)
    }

    /// Packs all postings.
    mutating func pack() -> Data {
        let size = ck_postings_pack(slots, frequencies, Int64(count), 0, &bytes)
        return Data(bytes[..<Int(size)])
    }
}
