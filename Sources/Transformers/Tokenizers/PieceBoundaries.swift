/// Where text can be cut so that no piece of a vocabulary goes across: before a space marker, unless there is a piece in which
/// the same byte comes before one. Merging part by part gives the same pieces as merging the whole text, and much sooner.
struct PieceBoundaries: Sendable {
    private var joins = [Bool](repeating: false, count: 256)
    private let cutsAtEverySpace: Bool

    /// - Parameters:
    ///   - tokens: the spellings of all tokens by id.
    ///   - isPiece: whether merging can give a token.
    ///   - cutsAtEverySpace: whether words end before every space, whatever the pieces are.
    init(_ tokens: ByteStrings, isPiece: (Int) -> Bool, cutsAtEverySpace: Bool) {
        self.cutsAtEverySpace = cutsAtEverySpace
        guard !cutsAtEverySpace else { return }
        tokens.bytes.withUnsafeBufferPointer { stored in
            for id in tokens.indices where isPiece(id) {
                let bytes = UnsafeBufferPointer(rebasing: stored[tokens.range(of: id)])
                for place in 1..<max(bytes.count, 1)
                where bytes[place] == 0xE2 && SpaceMarker.isAt(place, in: bytes)
                    && !SpaceMarker.isAt(place - 3, in: bytes)
                {
                    joins[Int(bytes[place - 1])] = true
                }
            }
        }
    }

    /// The end of the part that begins at `start`.
    func end(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var place = start + 1
        while place < bytes.count {
            if bytes[place] == 0xE2, SpaceMarker.isAt(place, in: bytes) {
                if cutsAtEverySpace { return place }
                if !joins[Int(bytes[place - 1])], !SpaceMarker.isAt(place - 3, in: bytes) { return place }
            }
            place += 1
        }
        return bytes.count
    }
}
