/// Memory at an address that vector instructions like, freed with its owner.
///
/// `@unchecked Sendable`: whoever shares one must not write to it; packed weights are written once, before they are shared.
final class AlignedBuffer: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let count: Int

    /// - Parameter count: bytes; the memory is zeroed.
    init(count: Int) {
        self.count = count
        address = .allocate(byteCount: max(count, 64), alignment: 64)
        address.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 64))
    }

    /// - Parameter uninitialized: bytes, with any content.
    init(uninitialized count: Int) {
        self.count = count
        address = .allocate(byteCount: max(count, 64), alignment: 64)
    }

    deinit { address.deallocate() }

    /// The memory as floats.
    var floats: UnsafeMutablePointer<Float> { address.assumingMemoryBound(to: Float.self) }
}
