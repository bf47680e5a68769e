internal import CKernels

/// Memory at an address that vector instructions like, freed with its owner.
///
/// `@unchecked Sendable`: whoever shares one must not write to it; packed weights are written once, before they are shared.
final class AlignedBuffer: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let count: Int

    /// - Parameter count: bytes; the memory is zeroed.
    init(count: Int) {
        self.count = count
        address = Self.allocate(count)
        address.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 64))
    }

    /// - Parameter uninitialized: bytes, with any content.
    init(uninitialized count: Int) {
        self.count = count
        address = Self.allocate(count)
    }

    deinit { address.deallocate() }

    private static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        guard count >= Int(CK_LARGE_PAGES_LEAST) else { return .allocate(byteCount: max(count, 64), alignment: 64) }
        let address = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: Int(CK_LARGE_PAGE_BYTES))
        ck_request_large_pages(address, Int64(count))
        return address
    }

    /// The memory as floats.
    var floats: UnsafeMutablePointer<Float> { address.assumingMemoryBound(to: Float.self) }
}
