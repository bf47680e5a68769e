internal import Foundation

/// The merges that the scores of a SentencePiece vocabulary stand for: two neighbours that are a piece together become it, that
/// with the highest score first.
///
/// Which piece two tokens are together is looked up when it is asked for, by a hash that follows from theirs. To work out all
/// pairs beforehand would take most of the time that opening a model of Gemma takes.
struct ScoredMerges: MergeRules {
    private struct Spelling {
        var hash: UInt64
        /// Where its bytes begin.
        var start: UInt32
        var count: UInt32
    }

    /// Characters that occur in pieces, but are none; their ids follow those of the vocabulary.
    let extraCharacters: [[UInt8]]

    private let vocabulary: ByteStringTable
    /// The bytes of all tokens, then those of ``extraCharacters``.
    private let bytes: [UInt8]
    /// By id.
    private let spellings: [Spelling]
    /// By the id of the first token with a spelling.
    private let merges: [Merge]
    private let factors = ByteStringTable.factors(upTo: Self.maximumLength)

    /// Longer pieces are of no use, and would make hostile texts slow.
    private static let maximumLength = 1024

    /// - Parameters:
    ///   - tokens: the spellings of all tokens by id.
    ///   - isPiece: whether merging may give a token.
    ///   - scores: a score for each token.
    /// - Throws: `unsupported` where a piece is too long.
    init(tokens: ByteStrings, isPiece: (Int) -> Bool, scores: [Float]) throws {
        if let long = tokens.indices.first(where: { tokens.range(of: $0).count > Self.maximumLength && isPiece($0) }) {
            throw ModelFileError(
                .unsupported,
                "token \(long) has \(tokens.range(of: long).count) bytes; pieces have at most \(Self.maximumLength)")
        }
        var spellings: [Spelling] = []
        spellings.reserveCapacity(tokens.count)
        var merges = [Merge](repeating: .none, count: tokens.count)
        var firstOfEqual: [Int: Int] = [:]
        let vocabulary = ByteStringTable(tokens) { index, hash, first in
            let range = tokens.range(of: index)
            spellings.append(
                Spelling(
                    hash: hash, start: UInt32(truncatingIfNeeded: range.lowerBound),
                    count: UInt32(truncatingIfNeeded: range.count)))
            if first != index { firstOfEqual[index] = first }
        }
        for (rank, id) in Self.ranks(scores, of: tokens.indices.lazy.filter(isPiece)) {
            merges[firstOfEqual[id] ?? id] = Merge(rank: rank, result: Int32(id))
        }
        let extra = Self.extraCharacters(tokens, isPiece: isPiece, vocabulary)
        var bytes = tokens.bytes
        for character in extra {
            spellings.append(
                Spelling(
                    hash: ByteStringTable.hash(character), start: UInt32(truncatingIfNeeded: bytes.count),
                    count: UInt32(character.count)))
            bytes += character
        }
        extraCharacters = extra
        (self.vocabulary, self.bytes, self.spellings, self.merges) = (vocabulary, bytes, spellings, merges)
    }

    /// The vocabulary, to look up tokens by their spelling.
    var table: ByteStringTable { vocabulary }

    @inline(__always)
    func merge(_ left: Int32, _ right: Int32) -> Merge {
        guard left >= 0, right >= 0 else { return .none }
        let (first, second) = (spellings[Int(left)], spellings[Int(right)])
        let count = Int(first.count) + Int(second.count)
        guard count <= Self.maximumLength else { return .none }
        let hash = first.hash &* factors[Int(second.count)] &+ second.hash
        return bytes.withUnsafeBytes { bytes in
            let found = vocabulary.index(hash: hash, count: count) { start in
                guard let all = bytes.baseAddress else { return false }
                return memcmp(all + start, all + Int(first.start), Int(first.count)) == 0
                    && memcmp(all + start + Int(first.count), all + Int(second.start), Int(second.count)) == 0
            }
            return found.map { merges[$0] } ?? .none
        }
    }

    /// The first and last characters of pieces that are no tokens; others of a piece never stand alone beside the rest of it.
    private static func extraCharacters(
        _ tokens: ByteStrings, isPiece: (Int) -> Bool, _ vocabulary: ByteStringTable
    ) -> [[UInt8]] {
        var isKnown = [Bool](repeating: false, count: 0x80)
        var characters: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        func consider(_ character: UnsafeBufferPointer<UInt8>) {
            if let byte = character.first, byte < 0x80 {
                guard !isKnown[Int(byte)] else { return }
                isKnown[Int(byte)] = true
            }
            guard vocabulary.index(of: character) == nil, seen.insert(Array(character)).inserted else { return }
            characters.append(Array(character))
        }
        tokens.bytes.withUnsafeBufferPointer { bytes in
            for id in tokens.indices where isPiece(id) {
                let piece = UnsafeBufferPointer(rebasing: bytes[tokens.range(of: id)])
                guard let second = piece.indices.first(where: { $0 > 0 && piece[$0] & 0xC0 != 0x80 }),
                    let last = piece.lastIndex(where: { $0 & 0xC0 != 0x80 })
                else { continue }
                consider(UnsafeBufferPointer(rebasing: piece[..<second]))
                if last + UTF8Text.length(startingWith: piece[last]) >= piece.count {
                    consider(UnsafeBufferPointer(rebasing: piece[last...]))
                }
            }
        }
        return characters
    }

    /// Ids with their ranks, the highest score first; equal scores have the same rank.
    private static func ranks(_ scores: [Float], of ids: some Sequence<Int>) -> [(rank: Int32, id: Int)] {
        // A number that is lower for a higher score, with the id below it. Adding 0 makes both zeros one.
        var order = ids.map { id -> UInt64 in
            let score = id < scores.count && !scores[id].isNaN ? scores[id] + 0 : -.infinity
            let bits = score.bitPattern
            let ascending = bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
            return UInt64(~ascending) << 32 | UInt64(id)
        }
        order.sort()
        var rank: Int32 = -1
        var previous: UInt64?
        return order.map { entry in
            if entry >> 32 != previous { rank += 1 }
            previous = entry >> 32
            return (rank, Int(entry & 0xFFFF_FFFF))
        }
    }
}
