/// The merges that the scores of a SentencePiece vocabulary stand for: two neighbours that are a piece together become it, that
/// with the highest score first.
struct ScoredMerges {
    /// The merges, over the ids of pieces and those of ``extraCharacters`` behind them.
    private(set) var table: MergeTable
    /// Characters that occur in pieces, but are none.
    private(set) var extraCharacters: [[UInt8]] = []

    /// The merges of a longer piece could take a time to find that is not linear in it.
    private static let maximumLength = 1024

    /// - Parameters:
    ///   - pieces: the pieces by id; empty for tokens that merging must not give.
    ///   - vocabulary: the same pieces to look up.
    ///   - scores: a score for each piece.
    /// - Throws: `unsupported` where a piece is too long.
    init(pieces: [[UInt8]], vocabulary: ByteStringTable, scores: [Float]) throws {
        if let long = pieces.firstIndex(where: { $0.count > Self.maximumLength }) {
            throw ModelFileError(
                .unsupported,
                "token \(long) has \(pieces[long].count) bytes; pieces have at most \(Self.maximumLength)")
        }
        var extra: [[UInt8]: Int32] = [:]
        var characters: [[UInt8]] = []
        func id(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt64, isCharacter: Bool) -> Int32? {
            if let index = vocabulary.index(of: bytes, hash: hash) { return Int32(index) }
            guard isCharacter else { return nil }
            if let known = extra[Array(bytes)] { return known }
            let id = Int32(pieces.count + characters.count)
            extra[Array(bytes)] = id
            characters.append(Array(bytes))
            return id
        }
        var found: [(left: Int32, right: Int32, merge: MergeTable.Merge)] = []
        found.reserveCapacity(pieces.count * 3)
        // One merge for each place between characters where both sides are pieces or single characters.
        func addMerges(to merge: MergeTable.Merge, of bytes: UnsafeBufferPointer<UInt8>) {
            var hash = ByteStringTable.seed
            var isFirst = true
            for place in bytes.indices {
                defer { hash = ByteStringTable.extend(hash, with: bytes[place]) }
                guard place > 0, bytes[place] & 0xC0 != 0x80 else { continue }
                let left = UnsafeBufferPointer(rebasing: bytes[..<place])
                let right = UnsafeBufferPointer(rebasing: bytes[place...])
                let isLast = place + UTF8Text.length(startingWith: bytes[place]) >= bytes.count
                if let leftID = id(of: left, hash: hash, isCharacter: isFirst),
                    let rightID = id(of: right, hash: ByteStringTable.hash(right), isCharacter: isLast)
                {
                    found.append((leftID, rightID, merge))
                }
                isFirst = false
            }
        }
        for (rank, ids) in Self.idsByScore(scores, count: pieces.count).enumerated() {
            for result in ids {
                let merge = MergeTable.Merge(rank: Int32(rank), result: Int32(result))
                pieces[result].withUnsafeBufferPointer { addMerges(to: merge, of: $0) }
            }
        }
        table = MergeTable(capacity: found.count)
        for merge in found { table.add(merge.left, merge.right, merge.merge) }
        extraCharacters = characters
    }

    /// Ids in groups of the same score, the highest first.
    private static func idsByScore(_ scores: [Float], count: Int) -> [ArraySlice<Int>] {
        func score(_ id: Int) -> Float { id < scores.count && !scores[id].isNaN ? scores[id] : -.infinity }
        let order = (0..<count).sorted { score($0) != score($1) ? score($0) > score($1) : $0 < $1 }
        var groups: [ArraySlice<Int>] = []
        var start = 0
        for place in order.indices where place + 1 == order.count || score(order[place]) != score(order[place + 1]) {
            groups.append(order[start...place])
            start = place + 1
        }
        return groups
    }
}
