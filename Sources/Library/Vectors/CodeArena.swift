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

    /// Makes room for the codes of a block, which `fill` writes.
    mutating func add(count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows -> Codes {
        let size = piece?.memory.count ?? 0
        if piece.map({ $0.used + count > size }) ?? true {
            piece = Piece(count: max(count, min(2 * size, Self.largestPiece)))
        }
        guard let piece else { preconditionFailure("a piece has room for the codes that it was made for") }
        let room = UnsafeMutableRawBufferPointer(rebasing: piece.memory[piece.used..<piece.used + count])
        try fill(room)
        piece.used += count
        return Codes(piece, UnsafeBufferPointer(room.bindMemory(to: UInt8.self)))
    }
}
