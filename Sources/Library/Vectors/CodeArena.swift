internal import CKernels

/// Memory for the codes of many blocks, taken in pieces that grow: a library of a million vectors then has a few large ones instead
/// of thousands of small ones, which are there sooner and are scanned faster.
struct CodeArena {
    /// Codes of one block, which stay where they are.
    ///
    /// `@unchecked Sendable`: they are not written again.
    struct Codes: @unchecked Sendable {
        private let piece: Piece
        let bytes: UnsafeBufferPointer<UInt8>

        fileprivate init(_ piece: Piece, _ bytes: UnsafeBufferPointer<UInt8>) {
            self.piece = piece
            self.bytes = bytes
        }
    }

    /// Memory that is freed with the last codes in it.
    fileprivate final class Piece {
        let memory: UnsafeMutableRawBufferPointer
        var used = 0

        init(count: Int) {
            let alignment = count >= Int(CK_LARGE_PAGES_LEAST) ? Int(CK_LARGE_PAGE_BYTES) : 64
            memory = .allocate(byteCount: count, alignment: alignment)
            if let start = memory.baseAddress { ck_request_large_pages(start, Int64(count)) }
        }

        deinit { memory.deallocate() }
    }

    /// The most bytes of a piece, unless a block has more.
    private static let largestPiece = 16 << 20

    private var piece: Piece?

    /// Copies the codes of a block.
    mutating func copy(_ codes: UnsafeRawBufferPointer) -> Codes {
        let size = piece?.memory.count ?? 0
        if piece.map({ $0.used + codes.count > size }) ?? true {
            piece = Piece(count: max(codes.count, min(2 * size, Self.largestPiece)))
        }
        guard let piece, let start = piece.memory.baseAddress.map({ $0 + piece.used }) else {
            preconditionFailure("a piece has room for the codes that it was made for")
        }
        if let source = codes.baseAddress { start.copyMemory(from: source, byteCount: codes.count) }
        piece.used += codes.count
        return Codes(
            piece, UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: codes.count))
    }
}
