internal import CKernels
internal import Foundation

/// The chunks of a block that have a word, as `CKernels/include/postings.h` packs them.
struct Postings: Equatable, Sendable {
    /// Slots of a block: chunk c has slot `c % 16384` of block `c / 16384`.
    static let blockSize = Int64(CK_POSTINGS_SLOTS)

    /// Ascending.
    private(set) var slots: [UInt16] = []
    /// How often each has the word, from 1.
    private(set) var frequencies: [UInt8] = []

    static func block(of chunk: Int64) -> Int64 { chunk / blockSize }
    static func slot(of chunk: Int64) -> UInt16 { UInt16(chunk % blockSize) }

    init() {}

    /// - Throws: ``LibraryError`` with `damaged` for bytes that no postings are packed to.
    init(unpacking bytes: UnsafeRawBufferPointer) throws {
        let bytes = bytes.bindMemory(to: UInt8.self)
        guard let start = bytes.baseAddress else { return }
        // A posting takes a byte at least.
        let size = min(bytes.count, Int(Self.blockSize))
        frequencies = [UInt8](repeating: 0, count: size)
        var count = 0
        slots = [UInt16](unsafeUninitializedCapacity: size) { slots, initialized in
            guard let slots = slots.baseAddress else { return }
            count = Int(ck_postings_unpack(start, Int64(bytes.count), Int64(size), slots, &frequencies))
            initialized = max(0, count)
        }
        guard count >= 0 else { throw Self.damaged }
        frequencies.removeLast(size - count)
    }

    /// - Throws: the same where there are not as many as were noted.
    init(unpacking bytes: UnsafeRawBufferPointer, count: Int) throws {
        try self.init(unpacking: bytes)
        guard slots.count == count else { throw Self.damaged }
    }

    /// The packed bytes.
    var packed: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 4 * slots.count) { bytes, count in
            guard let bytes = bytes.baseAddress else { return }
            count = Int(ck_postings_pack(slots, frequencies, Int64(slots.count), 0, bytes))
        }
    }

    /// Adds a slot behind the others.
    mutating func append(_ slot: UInt16, frequency: UInt8) {
        slots.append(slot)
        frequencies.append(frequency)
    }

    /// Adds what another word, or another row, has; where both have a slot, the frequencies are added.
    mutating func add(_ other: Postings) {
        guard let last = slots.last, let first = other.slots.first, first <= last else {
            slots += other.slots
            frequencies += other.frequencies
            return
        }
        let old = self
        self = Postings()
        var (mine, its) = (0, 0)
        while mine < old.slots.count || its < other.slots.count {
            let slot = min(old.slots[safe: mine] ?? .max, other.slots[safe: its] ?? .max)
            var frequency = 0
            if old.slots[safe: mine] == slot {
                frequency += Int(old.frequencies[mine])
                mine += 1
            }
            if other.slots[safe: its] == slot {
                frequency += Int(other.frequencies[its])
                its += 1
            }
            append(slot, frequency: UInt8(min(frequency, Int(UInt8.max))))
        }
    }

    /// Takes out the slots of a range.
    mutating func remove(_ range: Range<Int>) {
        let kept = slots.indices.filter { !range.contains(Int(slots[$0])) }
        guard kept.count < slots.count else { return }
        (slots, frequencies) = (kept.map { slots[$0] }, kept.map { frequencies[$0] })
    }

    static var damaged: LibraryError {
        LibraryError(
            .damaged,
            "a row of the full-text index is damaged; run `bespoke verify`, or restore the library from a backup")
    }
}

extension Array {
    /// The element at an index; nil behind the last.
    fileprivate subscript(safe index: Int) -> Element? { index < count ? self[index] : nil }
}
